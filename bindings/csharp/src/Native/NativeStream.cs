using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace OftpSrv.Native
{
    /// <summary>
    /// A System.IO.Stream as the engine sees it. The callbacks get a number as user_data and look the stream up, so one that
    /// comes after the stream was taken back finds nothing.
    /// </summary>
    internal sealed class NativeStream
    {
        internal static readonly StreamWriteCallback WriteThunk = Write;
        internal static readonly StreamReadCallback ReadThunk = Read;
        internal static readonly StreamCloseCallback CloseThunk = Close;

        // Below the size from which on arrays go to the large object heap.
        private const int Chunk = 80 * 1024;

        private static readonly ConcurrentDictionary<int, NativeStream> Live = new ConcurrentDictionary<int, NativeStream>();
        private static int last;

        private readonly StreamTable table;
        private readonly int number;
        private byte[] buffer;

        internal NativeStream(StreamTable table, StreamSide side, string connectionId, Stream stream)
        {
            this.table = table;
            Side = side;
            ConnectionId = connectionId;
            Stream = stream;
            do
            {
                number = Interlocked.Increment(ref last);
            }
            while (number == 0 || !Live.TryAdd(number, this));
        }

        internal StreamSide Side { get; }

        internal string ConnectionId { get; }

        internal Stream Stream { get; }

        internal IntPtr UserData => new IntPtr(number);

        internal bool IsLive => Live.ContainsKey(number);

        /// <summary>Takes the stream back: callbacks do not find it any more.</summary>
        internal void Forget()
        {
            NativeStream ignored;
            Live.TryRemove(number, out ignored);
        }

        private static NativeStream Find(IntPtr userData)
        {
            NativeStream found;
            return Live.TryGetValue(userData.ToInt32(), out found) ? found : null;
        }

        private static int Write(IntPtr data, UIntPtr length, IntPtr userData)
        {
            NativeStream self = Find(userData);
            try
            {
                if (self == null)
                {
                    return -1;
                }

                byte[] buffer = self.Buffer();
                ulong left = length.ToUInt64();
                for (IntPtr from = data; left > 0;)
                {
                    int part = (int)Math.Min(left, Chunk);
                    Marshal.Copy(from, buffer, 0, part);
                    self.Stream.Write(buffer, 0, part);
                    from = IntPtr.Add(from, part);
                    left -= (ulong)part;
                }

                return 0;
            }
            catch (Exception exception)
            {
                self?.Keep(exception);
                return -1;
            }
        }

        private static long Read(IntPtr target, UIntPtr capacity, IntPtr userData)
        {
            NativeStream self = Find(userData);
            try
            {
                if (self == null)
                {
                    return -1;
                }

                byte[] buffer = self.Buffer();
                int given = self.Stream.Read(buffer, 0, (int)Math.Min(capacity.ToUInt64(), Chunk));
                Marshal.Copy(buffer, 0, target, given);
                return given;
            }
            catch (Exception exception)
            {
                self?.Keep(exception);
                return -1;
            }
        }

        private static void Close(IntPtr userData)
        {
            NativeStream self = Find(userData);
            try
            {
                if (self != null)
                {
                    self.Forget();
                    self.table.Remove(self);
                    if (self.table.ClosesStreams(self.ConnectionId))
                    {
                        self.Stream.Dispose();
                    }
                }
            }
            catch (Exception exception)
            {
                self?.Keep(exception);
            }
        }

        private byte[] Buffer()
        {
            return buffer ?? (buffer = new byte[Chunk]);
        }

        private void Keep(Exception exception)
        {
            // The engine makes an Error event of its own; in queued mode ours would come on the wrong thread.
            table.Server.Keep(exception, ConnectionId, table.Server.EventDispatch == DispatchModes.Direct);
        }
    }
}
