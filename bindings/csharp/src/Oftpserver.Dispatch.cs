// Trace is empty without it, and this file counts on it.
#define TRACE
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>Value of <see cref="EventDispatch"/>: handlers run on the engine's threads, as things happen.</summary>
        public const int DispatchDirect = 0;

        /// <summary>Value of <see cref="EventDispatch"/>: handlers run inside <see cref="DoEvents()"/> only, on its thread.</summary>
        public const int DispatchQueued = 1;

        // How long DoEvents() waits when nothing happens.
        private const int PresetWaitMilliseconds = 50;

        // Exceptions wait for DoEvents; a program that never calls it must not collect them for ever.
        private const int MostKept = 100;

        // The code of an exception that is not an OftpserverException when it is handed to the Error event.
        private const int HandlerFailed = 4;

        private readonly Queue<ExceptionDispatchInfo> kept = new Queue<ExceptionDispatchInfo>();
        private readonly AutoResetEvent somethingKept = new AutoResetEvent(false);
        private int dispatch;

        private delegate int RegisterFunction(ServerHandle server, EventCallback callback, IntPtr userData);

        /// <summary>
        /// Where handlers run: <see cref="DispatchDirect"/> (0, the default) or <see cref="DispatchQueued"/> (1). Chosen before
        /// the server starts.
        /// </summary>
        public int EventDispatch
        {
            get
            {
                return dispatch;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_event_dispatch(handle, value));
                dispatch = value;
            }
        }

        /// <summary>
        /// Processes waiting events, and waits a short preset time when there are none. With
        /// <see cref="EventDispatch"/> = 0, where handlers run by themselves, it only waits. An exception that left a handler is
        /// thrown again here.
        /// </summary>
        public void DoEvents()
        {
            DoEvents(PresetWaitMilliseconds);
        }

        /// <summary><see cref="DoEvents()"/> with a waiting time of your own.</summary>
        /// <param name="milliseconds">How long to wait when nothing happens; 0 does not wait, -1 waits for ever.</param>
        public void DoEvents(int milliseconds)
        {
            ThrowKept();
            if (dispatch == DispatchQueued)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_do_events(handle, milliseconds));
            }
            else
            {
                if (handle.IsClosed)
                {
                    throw new ObjectDisposedException(nameof(Oftpserver));
                }

                somethingKept.WaitOne(milliseconds);
            }

            ThrowKept();
        }

        /// <summary>
        /// Keeps an exception that left a handler for DoEvents and hands it to the Error event. Called by the trampolines and streams;
        /// throws nothing.
        /// </summary>
        internal static void Keep(Oftpserver self, Exception exception, string connectionId, bool report)
        {
            if (self == null)
            {
                return;
            }

            self.Keep(exception);
            if (!report)
            {
                return;
            }

            try
            {
                int code = (exception as OftpserverException)?.Code ?? HandlerFailed;
                self.errorHandlers?.Invoke(self, new OftpserverErrorEventArgs(connectionId, code, exception.Message));
            }
            catch (Exception second)
            {
                self.Keep(second);
            }
        }

        private void Keep(Exception exception)
        {
            lock (kept)
            {
                if (kept.Count < MostKept)
                {
                    kept.Enqueue(ExceptionDispatchInfo.Capture(exception));
                }
            }

            somethingKept.Set();
        }

        private void ThrowKept()
        {
            ExceptionDispatchInfo first;
            lock (kept)
            {
                if (kept.Count == 0)
                {
                    return;
                }

                first = kept.Dequeue();
            }

            first.Throw();
        }

        /// <summary>The last chance to see exceptions that no DoEvents came for.</summary>
        private void ReportForgotten()
        {
            lock (kept)
            {
                while (kept.Count > 0)
                {
                    Exception forgotten = kept.Dequeue().SourceException;
                    Trace.TraceError("oftpsrv: an exception left a handler: " + forgotten);
                }
            }
        }

        /// <summary>
        /// Registers a trampoline when the first handler of an event is added. It stays: to take it back would have to wait for
        /// running handlers, which may themselves be waiting for our caller.
        /// </summary>
        private void Register(ref bool registered, RegisterFunction register, EventCallback thunk)
        {
            if (!registered)
            {
                NativeStatus.Check(register(handle, thunk, handle.UserData));
                registered = true;
            }
        }
    }
}
