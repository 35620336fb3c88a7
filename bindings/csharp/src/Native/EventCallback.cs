using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>oftpsrv_&lt;event&gt;_cb: the same shape for all seventeen; the second argument is the event's structure.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void EventCallback(IntPtr server, IntPtr data, IntPtr userData);

    /// <summary>What the trampolines of the events share.</summary>
    internal static class NativeEvent
    {
        private static readonly byte[] None = new byte[0];

        /// <summary>Refuses an event of an engine older than this assembly: its structure ends before our fields do.</summary>
        internal static void CheckSize(UIntPtr given, int needed)
        {
            if (given.ToUInt64() < (ulong)needed)
            {
                throw new OftpserverException(9, "The native library is older than this assembly: an event has "
                    + given.ToUInt64() + " bytes where " + needed + " are needed.");
            }
        }

        /// <summary>A copy of the bytes of an event.</summary>
        internal static byte[] Bytes(IntPtr data, UIntPtr length)
        {
            if (data == IntPtr.Zero || length == UIntPtr.Zero)
            {
                return None;
            }

            var copy = new byte[checked((int)length.ToUInt64())];
            Marshal.Copy(data, copy, 0, copy.Length);
            return copy;
        }
    }
}
