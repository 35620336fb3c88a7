using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>
    /// An OFTP server (RFC 5024; versions 1.2, 1.3, 1.4 and 2.0) inside your program. Set the properties, add handlers for the
    /// events, set <see cref="Listening"/> to true.
    /// </summary>
    /// <remarks>
    /// <para>All members may be called from any thread, also from inside handlers. A call from a handler that would have to
    /// wait for the handler's own connection throws <see cref="OftpserverException"/> with code 135 instead of hanging.</para>
    /// <para>By default handlers run on the engine's threads: those of one connection one after the other, those of different
    /// connections at the same time. With <see cref="EventDispatch"/> = 1 they run inside <see cref="DoEvents()"/> only.</para>
    /// <para>An exception that leaves a handler is reported by <see cref="OnError"/> and thrown again by
    /// <see cref="DoEvents()"/>; if the handler had something to decide, the answer is a refusal.</para>
    /// <para>Each event has a second form, with Async at the end of its name, for handlers that return a Task: the event waits
    /// for its end, the answers count that are there then, and meanwhile no thread of the engine is held. An answer that comes
    /// later throws <see cref="OftpserverException"/> with code 17; so it does in an <c>async void</c> handler after its first
    /// await.</para>
    /// <para>Dispose the server when it is done. Once started, it stays alive until <see cref="Shutdown"/> or
    /// <see cref="Dispose"/>, also when the program forgets its reference.</para>
    /// </remarks>
    public sealed partial class Oftpserver : IDisposable
    {
        // Servers that were started: nothing else keeps them alive while only the engine knows them.
        private static readonly ConcurrentDictionary<Oftpserver, bool> Started = new ConcurrentDictionary<Oftpserver, bool>();

        private readonly ServerHandle handle;

        /// <summary>A server with the default properties, not listening yet.</summary>
        /// <exception cref="DllNotFoundException">The native library was not found.</exception>
        public Oftpserver()
        {
            NativeLoader.Prepare();
            handle = CreateHandle(this);
            Streams = new StreamTable(this);
            Connections = new OFTPConnectionMap(this);
        }

        /// <summary>The version of the native library.</summary>
        public static string NativeVersion
        {
            get
            {
                NativeLoader.Prepare();
                return ReadVersion();
            }
        }

        /// <summary>
        /// How many servers and certificates of this process the native library keeps: 0 when all were disposed. For tests and
        /// for the search for leaks.
        /// </summary>
        public static long LiveHandles
        {
            get
            {
                NativeLoader.Prepare();
                return ReadLiveHandles();
            }
        }

        /// <summary>Whether the server listens. Setting it starts or stops listening.</summary>
        public bool Listening
        {
            get
            {
                return NativeMethods.oftpsrv_is_listening(handle);
            }

            set
            {
                if (value == Listening)
                {
                    return;
                }

                if (value)
                {
                    StartListening();
                }
                else
                {
                    StopListening();
                }
            }
        }

        /// <summary>The connections that there are now, by their id.</summary>
        public OFTPConnectionMap Connections { get; }

        internal ServerHandle Handle => handle;

        internal StreamTable Streams { get; }

        /// <summary>Shuts the server down (see <see cref="Shutdown"/>) and frees it. No handler runs any more afterwards.</summary>
        public void Dispose()
        {
            if (handle.IsClosed)
            {
                return;
            }

            // At once, although other threads may be inside calls that hold the handle: they come back, and a DoEvents of theirs
            // runs no handler any more. The number is never used again, so that freeing it twice does no harm.
            using (AwaitedEvent.Enter())
            {
                NativeMethods.oftpsrv_free(handle.DangerousGetHandle());
            }

            handle.Dispose();
            somethingKept.Set();
            Streams.Clear();
            AfterShutdown();
            ReportForgotten();
        }

        partial void AfterStartListening()
        {
            Started.TryAdd(this, true);
        }

        partial void AfterShutdown()
        {
            bool ignored;
            Started.TryRemove(this, out ignored);
        }

        // Not inlined: see NativeLoader.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ServerHandle CreateHandle(Oftpserver server)
        {
            return ServerHandle.Create(server);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static string ReadVersion()
        {
            return Utf8.Read(NativeMethods.oftpsrv_version());
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static long ReadLiveHandles()
        {
            return (long)NativeMethods.oftpsrv_live_handles().ToUInt64();
        }
    }
}
