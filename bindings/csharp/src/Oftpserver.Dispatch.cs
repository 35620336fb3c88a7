// Trace is empty without it, and this file counts on it.
#define TRACE
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver : IEventOwner
    {
        /// <summary>Value of <see cref="EventDispatch"/>: handlers run on the engine's threads, as things happen.</summary>
        public const int DispatchDirect = DispatchModes.Direct;

        /// <summary>Value of <see cref="EventDispatch"/>: handlers run inside <see cref="DoEvents()"/> only, on its thread.</summary>
        public const int DispatchQueued = DispatchModes.Queued;

        // How long DoEvents() waits when nothing happens.
        private const int PresetWaitMilliseconds = 50;

        // Exceptions wait for DoEvents; a program that never calls it must not collect them for ever.
        private const int MostKept = 100;

        private readonly Queue<KeptException> kept = new Queue<KeptException>();
        private readonly AutoResetEvent somethingKept = new AutoResetEvent(false);

        // Guards the lists of handlers.
        private readonly object subscriptions = new object();
        private readonly HashSet<NativeEvent> registered = new HashSet<NativeEvent>();
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

        /// <inheritdoc/>
        void IEventOwner.HandlerFailed(NativeEvent raised, Exception exception, string connectionId, bool inCallback)
        {
            // A failed handler of the Error event is not told to the Error event.
            Keep(exception, connectionId, raised != ErrorNative, inCallback);
        }

        /// <summary>
        /// Keeps an exception that left the program's code for DoEvents and hands it to the Error event. Throws nothing.
        /// </summary>
        /// <param name="exception">The exception.</param>
        /// <param name="connectionId">The connection, or empty.</param>
        /// <param name="report">Whether the Error event is told.</param>
        /// <param name="inCallback">Whether this is a thread that runs handlers; if not, with queued dispatch DoEvents tells.</param>
        internal void Keep(Exception exception, string connectionId, bool report, bool inCallback = false)
        {
            bool now = report && (inCallback || dispatch != DispatchQueued);
            lock (kept)
            {
                if (kept.Count < MostKept)
                {
                    kept.Enqueue(new KeptException(exception, report && !now ? connectionId : null));
                }
            }

            somethingKept.Set();
            if (now)
            {
                Report(exception, connectionId);
            }
        }

        private void Report(Exception exception, string connectionId)
        {
            try
            {
                int code = (exception as OftpserverException)?.Code ?? OftpserverErrors.Panic;
                var e = new OftpserverErrorEventArgs(connectionId, code, exception.Message);
                errorHandlers?.Invoke(this, e);
                foreach (Delegate handler in errorAwaited?.GetInvocationList() ?? new Delegate[0])
                {
                    Task task = ((Func<object, OftpserverErrorEventArgs, Task>)handler)(this, e);
                    task?.ContinueWith(
                        failed => Keep(failed.Exception.InnerException, connectionId, false),
                        CancellationToken.None,
                        TaskContinuationOptions.OnlyOnFaulted,
                        TaskScheduler.Default);
                }
            }
            catch (Exception second)
            {
                Keep(second, connectionId, false);
            }
        }

        private void ThrowKept()
        {
            KeptException first;
            lock (kept)
            {
                if (kept.Count == 0)
                {
                    return;
                }

                first = kept.Dequeue();
            }

            if (first.Untold != null)
            {
                Report(first.Exception.SourceException, first.Untold);
            }

            first.Exception.Throw();
        }

        /// <summary>The last chance to see exceptions that no DoEvents came for.</summary>
        private void ReportForgotten()
        {
            lock (kept)
            {
                while (kept.Count > 0)
                {
                    Exception forgotten = kept.Dequeue().Exception.SourceException;
                    Trace.TraceError("oftpsrv: an exception left a handler: " + forgotten);
                }
            }
        }

        /// <summary>
        /// Adds a handler. The callback of the event is registered with the first one and stays: to take it back would have to wait
        /// for running handlers, which may themselves be waiting for our caller.
        /// </summary>
        private void Subscribe<THandler>(ref THandler handlers, THandler added, NativeEvent raised, RegisterFunction register)
            where THandler : class
        {
            lock (subscriptions)
            {
                if (!registered.Contains(raised))
                {
                    NativeStatus.Check(register(handle, raised.Callback, handle.UserData));
                    registered.Add(raised);
                }

                handlers = (THandler)(object)Delegate.Combine((Delegate)(object)handlers, (Delegate)(object)added);
            }
        }

        private void Unsubscribe<THandler>(ref THandler handlers, THandler removed)
            where THandler : class
        {
            lock (subscriptions)
            {
                handlers = (THandler)(object)Delegate.Remove((Delegate)(object)handlers, (Delegate)(object)removed);
            }
        }

        private struct KeptException
        {
            internal readonly ExceptionDispatchInfo Exception;

            // The connection, when the Error event has not been told.
            internal readonly string Untold;

            internal KeptException(Exception exception, string untold)
            {
                Exception = ExceptionDispatchInfo.Capture(exception);
                Untold = untold;
            }
        }
    }
}
