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
        void HandlerFailed(NativeEvent raised, Exception exception, string connectionId);
    }

    /// <summary>
    /// One event of a class, for all its objects: what the engine calls, and what is the same for every event. Lives in a static
    /// field, so that its callback is never collected.
    /// </summary>
    internal sealed class NativeEvent
    {
        private readonly Action<object, IntPtr> raise;
        private readonly Action<IntPtr> refuse;
        private readonly bool hasConnection;

        /// <summary>An event.</summary>
        /// <param name="raise">Makes the arguments, calls the owner's handlers and writes the answers back.</param>
        /// <param name="refuse">Refuses, when the event has something to decide.</param>
        /// <param name="hasConnection">Whether the structure has a ConnectionId, which is its first field then.</param>
        internal NativeEvent(Action<object, IntPtr> raise, Action<IntPtr> refuse = null, bool hasConnection = true)
        {
            this.raise = raise;
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

        private void Raise(IntPtr handle, IntPtr data, IntPtr userData)
        {
            IEventOwner owner = null;
            try
            {
                owner = (IEventOwner)GCHandle.FromIntPtr(userData).Target;
                if (owner != null)
                {
                    raise(owner, data);
                }
                else
                {
                    refuse?.Invoke(data);
                }
            }
            catch (Exception exception)
            {
                refuse?.Invoke(data);
                owner?.HandlerFailed(this, exception, hasConnection ? ConnectionId(data) : string.Empty);
            }
        }

        private static unsafe string ConnectionId(IntPtr data)
        {
            // Behind Size.
            return Utf8.Read(((IntPtr*)data)[1]);
        }
    }
}
