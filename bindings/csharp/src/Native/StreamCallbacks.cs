using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>oftpsrv_stream_write_cb: 0 when all was taken.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int StreamWriteCallback(IntPtr data, UIntPtr length, IntPtr userData);

    /// <summary>oftpsrv_stream_read_cb: how many bytes were given; 0 is the end, a negative number an error.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate long StreamReadCallback(IntPtr buffer, UIntPtr capacity, IntPtr userData);

    /// <summary>oftpsrv_stream_close_cb: the engine is done with the stream.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void StreamCloseCallback(IntPtr userData);

    /// <summary>Which of a connection's two streams.</summary>
    internal enum StreamSide
    {
        /// <summary>Received files.</summary>
        Download,

        /// <summary>Files to be sent.</summary>
        Upload,
    }
}
