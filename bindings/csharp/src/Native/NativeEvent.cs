using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>oftpsrv_&lt;event&gt;_cb: the same shape for all events; the second argument is the event's structure.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void EventCallback(IntPtr owner, IntPtr data, IntPtr userData);

    /// <summary>An object that raises events.</summary>
    internal interface IEventOwner
    {
        /// <summary>Takes an exception that left a handler. Throws nothing.</summary>
        /// <param name="raised">The event.</param>
        /// <param name="exception">What left the handler.</param>
        /// <param name="connectionId">The connection, or empty.</param>
        /// <param name="inCallback">Whether handlers may be called on this thread.</param>
        void HandlerFailed(NativeEvent raised, Exception exception, string connectionId, bool inCallback);
    }

    /// <summary>
    /// One event of a class, for all its objects: what the engine calls, and what is the same for every event. Lives in a static
    /// field, so that its callback is never collected.
    /// </summary>
    internal sealed class NativeEvent
    {
        private readonly Func<object, IntPtr, Raised> raise;
        private readonly Action<EventArgs, IntPtr> answer;
        private readonly Action<IntPtr> refuse;
        private readonly bool hasConnection;

        /// <summary>An event.</summary>
        /// <param name="raise">Makes the arguments and calls the owner's handlers.</param>
        /// <param name="answer">Writes the answers back, when there are any.</param>
        /// <param name="refuse">Refuses, when the event has something to decide.</param>
        /// <param name="hasConnection">Whether the structure has a ConnectionId, which is its first field then.</param>
        internal NativeEvent(
            Func<object, IntPtr, Raised> raise,
            Action<EventArgs, IntPtr> answer = null,
            Action<IntPtr> refuse = null,
            bool hasConnection = true)
        {
            this.raise = raise;
            this.answer = answer;
            this.refuse = refuse;
            this.hasConnection = hasConnection;
            Callback = Raise;
        }

        /// <summary>What the engine gets.</summary>
        internal EventCallback Callback { get; }

        /// <summary>Refuses an event of an engine older than this assembly: its structure ends before our fields do.</summary>
        internal static void CheckSize(UIntPtr given, int needed)
        {
            if (given.ToUInt64() < (ulong)needed)
            {
                throw new OftpserverException(
                    OftpserverErrors.NotSupported,
                    "The native library is older than this assembly: an event has " + given.ToUInt64() + " bytes where " + needed
                        + " are needed.");
            }
        }

        /// <summary>Refuses an answer that nobody would hear.</summary>
        internal static void CheckOpen(bool answered)
        {
            if (answered)
            {
                throw new OftpserverException(
                    OftpserverErrors.AnswerTooLate,
                    "The event has been answered. A handler that decides after an await returns a Task and is added to the event's "
                        + "Async form.");
            }
        }

        private void Raise(IntPtr handle, IntPtr data, IntPtr userData)
        {
            IEventOwner owner = null;
            AwaitedEvent answered = AwaitedEvent.TakeAnswering();
            AwaitedEvent outer = AwaitedEvent.Suspend();
            try
            {
                owner = (IEventOwner)GCHandle.FromIntPtr(userData).Target;
                if (answered != null)
                {
                    Answer(answered.Answers, data);
                }
                else if (owner == null)
                {
                    refuse?.Invoke(data);
                }
                else
                {
                    Raise(owner, data);
                }
            }
            catch (Exception exception)
            {
                refuse?.Invoke(data);
                owner?.HandlerFailed(this, exception, Connection(data), answered == null);
            }
            finally
            {
                AwaitedEvent.Resume(outer);
            }
        }

        private void Raise(IEventOwner owner, IntPtr data)
        {
            Raised raised = raise(owner, data);
            if (raised.Awaited != null)
            {
                string connectionId = Connection(data);
                if (!raised.Awaited.EndsHere(raised.Arguments, e => owner.HandlerFailed(this, e, connectionId, false)))
                {
                    return;
                }
            }

            if (raised.Arguments != null)
            {
                answer?.Invoke(raised.Arguments, data);
            }
        }

        private void Answer(EventArgs answers, IntPtr data)
        {
            if (answers == null)
            {
                refuse?.Invoke(data);
            }
            else
            {
                answer?.Invoke(answers, data);
            }
        }

        private string Connection(IntPtr data)
        {
            return hasConnection ? ConnectionId(data) : string.Empty;
        }

        private static unsafe string ConnectionId(IntPtr data)
        {
            // Behind Size.
            return Utf8.Read(((IntPtr*)data)[1]);
        }
    }
}
