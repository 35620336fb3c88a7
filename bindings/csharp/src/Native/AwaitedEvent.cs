using System;
using System.Threading;
using System.Threading.Tasks;

namespace OftpSrv.Native
{
    /// <summary>What an event's handlers have made of it.</summary>
    internal struct Raised
    {
        /// <summary>The arguments; null when there is no handler.</summary>
        internal EventArgs Arguments;

        /// <summary>The event as handlers that return a Task know it; null when there is none.</summary>
        internal AwaitedEvent Awaited;

        /// <summary>Starts those that return a Task; the others are through.</summary>
        internal static Raised With<TArguments>(object sender, TArguments e, Func<object, TArguments, Task> handlers)
            where TArguments : EventArgs
        {
            AwaitedEvent awaited = handlers == null ? null : AwaitedEvent.Start(((Oftpserver)sender).Handle, () => All(sender, e, handlers));
            return new Raised { Arguments = e, Awaited = awaited };
        }

        // All begin here: with queued dispatch no handler is to begin outside DoEvents. Async, so that what a handler throws
        // before it returns its Task is found in ours.
        private static async Task All<TArguments>(object sender, TArguments e, Func<object, TArguments, Task> handlers)
        {
            Delegate[] list = handlers.GetInvocationList();
            var tasks = new Task[list.Length];
            for (int i = 0; i < list.Length; i++)
            {
                tasks[i] = ((Func<object, TArguments, Task>)list[i])(sender, e) ?? Task.CompletedTask;
            }

            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// An event whose handlers return a Task. Its callback returns to the engine when they wait, so that no thread is held, and is
    /// called a second time when they are through, for the answers.
    /// </summary>
    internal sealed class AwaitedEvent
    {
        // Flows with a handler through its awaits, also to threads and tasks that it starts.
        private static readonly AsyncLocal<AwaitedEvent> Handling = new AsyncLocal<AwaitedEvent>();

        [ThreadStatic]
        private static AwaitedEvent answering;

        private readonly ServerHandle server;
        private readonly long number;
        private Task task;

        // Where the callback is running; 0 when it has returned.
        private volatile int thread = Environment.CurrentManagedThreadId;
        private volatile bool through;

        private AwaitedEvent(ServerHandle server)
        {
            this.server = server;
            number = NativeMethods.oftpsrv_answer_later(server);
            if (number < 0)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_last_error_code());
            }
        }

        /// <summary>The answers; null when a handler failed.</summary>
        internal EventArgs Answers { get; private set; }

        /// <summary>Inside the callback: starts the handlers.</summary>
        internal static AwaitedEvent Start(ServerHandle server, Func<Task> handlers)
        {
            // Before the handlers begin: other threads may act for them at once.
            var started = new AwaitedEvent(server);
            AwaitedEvent before = Handling.Value;
            Handling.Value = started;
            try
            {
                started.task = handlers();
            }
            finally
            {
                Handling.Value = before;
            }

            return started;
        }

        /// <summary>What is handled on this thread counts as handled by nobody, until it is given to <see cref="Resume"/>.</summary>
        internal static AwaitedEvent Suspend()
        {
            AwaitedEvent before = Handling.Value;
            if (before != null)
            {
                Handling.Value = null;
            }

            return before;
        }

        /// <summary>Ends what <see cref="Suspend"/> began.</summary>
        internal static void Resume(AwaitedEvent before)
        {
            if (before != null)
            {
                Handling.Value = before;
            }
        }

        /// <summary>The event whose callback is called on this thread only for its answers.</summary>
        internal static AwaitedEvent TakeAnswering()
        {
            AwaitedEvent taken = answering;
            answering = null;
            return taken;
        }

        /// <summary>
        /// What this thread calls until the end of the using statement counts as called from inside the callback of the handler that
        /// it acts for, if it does: the engine is to know whom it must not wait for.
        /// </summary>
        internal static Entered Enter()
        {
            AwaitedEvent current = Handling.Value;
            if (current == null || current.through || current.thread == Environment.CurrentManagedThreadId)
            {
                return default(Entered);
            }

            try
            {
                return new Entered(NativeMethods.oftpsrv_enter_event(current.server, current.number) == 0);
            }
            catch (ObjectDisposedException)
            {
                return default(Entered);
            }
        }

        /// <summary>
        /// At the end of the callback: true when the handlers are through, and throws what they threw. Else they are waited for, and
        /// then <paramref name="failed"/> is told of an exception and the answers are given.
        /// </summary>
        internal bool EndsHere(EventArgs e, Action<Exception> failed)
        {
            thread = 0;
            if (!task.IsCompleted)
            {
                task.ContinueWith(ended => Answer(e, failed), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return false;
            }

            // Takes back that the answers come later.
            through = true;
            NativeStatus.Check(NativeMethods.oftpsrv_answer_now(server, number));
            task.GetAwaiter().GetResult();
            return true;
        }

        private void Answer(EventArgs e, Action<Exception> failed)
        {
            through = true;
            try
            {
                task.GetAwaiter().GetResult();
                Answers = e;
            }
            catch (Exception exception)
            {
                failed(exception);
            }

            answering = this;
            try
            {
                // 8 when the server was freed from inside a handler: nobody asks any more.
                NativeMethods.oftpsrv_answer_now(server, number);
            }
            catch (ObjectDisposedException)
            {
            }
            finally
            {
                answering = null;
            }
        }

        /// <summary>See <see cref="Enter"/>.</summary>
        internal struct Entered : IDisposable
        {
            private readonly bool entered;

            internal Entered(bool entered)
            {
                this.entered = entered;
            }

            /// <inheritdoc/>
            public void Dispose()
            {
                if (entered)
                {
                    NativeMethods.oftpsrv_leave_event();
                }
            }
        }
    }
}
