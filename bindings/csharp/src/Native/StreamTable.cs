using System;
using System.Collections.Concurrent;
using System.IO;

namespace OftpSrv.Native
{
    /// <summary>The streams that a server's connections use now.</summary>
    internal sealed class StreamTable
    {
        private readonly ConcurrentDictionary<string, NativeStream> streams = new ConcurrentDictionary<string, NativeStream>();

        internal StreamTable(Oftpserver server)
        {
            Server = server;
        }

        internal Oftpserver Server { get; }

        /// <summary>The stream of a connection, or null.</summary>
        internal Stream Get(StreamSide side, string connectionId)
        {
            NativeStream found;
            return streams.TryGetValue(Key(side, connectionId), out found) ? found.Stream : null;
        }

        /// <summary>Gives a connection a stream, or with null none. The one before is not used any more afterwards; it is not closed.</summary>
        internal void Set(StreamSide side, string connectionId, Stream stream)
        {
            if (stream != null && !(side == StreamSide.Download ? stream.CanWrite : stream.CanRead))
            {
                throw new ArgumentException(side == StreamSide.Download ? "The stream cannot be written to." : "The stream cannot be read.");
            }

            string key = Key(side, connectionId);
            NativeStream before;
            streams.TryGetValue(key, out before);
            NativeStream added = stream == null ? null : new NativeStream(this, side, connectionId, stream);
            int status = Register(side, connectionId, added);
            if (status != 0)
            {
                added?.Forget();
                NativeStatus.Check(status);
            }

            if (added == null)
            {
                streams.TryRemove(key, out before);
            }
            else
            {
                streams[key] = added;
                if (!added.IsLive)
                {
                    // The engine was done with it already.
                    Remove(added);
                }
            }

            before?.Forget();
        }

        /// <summary>Forgets a stream that the engine is done with.</summary>
        internal void Remove(NativeStream stream)
        {
            string key = Key(stream.Side, stream.ConnectionId);
            NativeStream current;
            if (streams.TryGetValue(key, out current) && ReferenceEquals(current, stream))
            {
                streams.TryRemove(key, out current);
            }
        }

        /// <summary>Forgets all streams: the server is gone.</summary>
        internal void Clear()
        {
            foreach (NativeStream stream in streams.Values)
            {
                stream.Forget();
            }

            streams.Clear();
        }

        /// <summary>
        /// The setting CloseStreamAfterTransfer. The engine is also done with a stream when its connection is gone; then, too,
        /// it is closed only if the setting says so.
        /// </summary>
        internal bool ClosesStreams(string connectionId)
        {
            foreach (string name in new[] { "CloseStreamAfterTransfer[" + connectionId + "]", "CloseStreamAfterTransfer" })
            {
                try
                {
                    string value = Server.Config(name);
                    return value == "1" || string.Equals(value, "True", StringComparison.OrdinalIgnoreCase);
                }
                catch (OftpserverException)
                {
                    // The connection is not there any more; what the server has set counts.
                }
                catch (ObjectDisposedException)
                {
                    break;
                }
            }

            return true;
        }

        private static string Key(StreamSide side, string connectionId)
        {
            return (side == StreamSide.Download ? "D" : "U") + connectionId;
        }

        private int Register(StreamSide side, string connectionId, NativeStream stream)
        {
            byte[] id = Utf8.Bytes(connectionId);
            StreamCloseCallback close = stream == null ? null : NativeStream.CloseThunk;
            IntPtr userData = stream == null ? IntPtr.Zero : stream.UserData;
            return side == StreamSide.Download
                ? NativeMethods.oftpsrv_connection_set_download_stream(Server.Handle, id, stream == null ? null : NativeStream.WriteThunk, close, userData)
                : NativeMethods.oftpsrv_connection_set_upload_stream(Server.Handle, id, stream == null ? null : NativeStream.ReadThunk, close, userData);
        }
    }
}
