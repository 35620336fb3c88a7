using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>
    /// The functions of oftpsrv.h that this assembly uses, one to one. Text goes in as NUL-terminated UTF-8 (see
    /// <see cref="Utf8"/>); a status other than 0 is an error (see <see cref="NativeStatus"/>). Here are those by hand: of the
    /// library, objects, lists and streams. The others come from the table of the interface.
    /// </summary>
    internal static partial class NativeMethods
    {
        private const string Library = "oftpsrv";
        private const CallingConvention Convention = CallingConvention.Cdecl;

        // Library
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern IntPtr oftpsrv_version();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern UIntPtr oftpsrv_live_handles();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_last_error_code();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern IntPtr oftpsrv_last_error_message();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_string_free(IntPtr text);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_bytes_free(IntPtr data, UIntPtr length);

        // Server
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern IntPtr oftpsrv_new();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_free(IntPtr server);

        [DllImport(Library, CallingConvention = Convention)]
        [return: MarshalAs(UnmanagedType.U1)]
        internal static extern bool oftpsrv_is_listening(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_event_dispatch(ServerHandle server, int mode);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_do_events(ServerHandle server, int milliseconds);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern long oftpsrv_answer_later(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_answer_now(ServerHandle server, long number);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_enter_event(ServerHandle server, long number);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_leave_event();

        // Certificates of a server
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_certificate(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_certificate(ServerHandle server, CertificateHandle value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_ssl_cert(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_ssl_cert(ServerHandle server, CertificateHandle value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_trusted_certs(ServerHandle server, out IntPtr values, out UIntPtr count);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_trusted_certs(ServerHandle server, IntPtr[] values, UIntPtr count);

        // Connections
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connections(ServerHandle server, out IntPtr ids, out UIntPtr count);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_connections_free(IntPtr ids, UIntPtr count);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_download_stream(
            ServerHandle server,
            byte[] connectionId,
            StreamWriteCallback write,
            StreamCloseCallback close,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_upload_stream(
            ServerHandle server,
            byte[] connectionId,
            StreamReadCallback read,
            StreamCloseCallback close,
            IntPtr userData);

        // Certificates
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern IntPtr oftpsrv_certificate_new();

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_load(
            int storeType,
            byte[] store,
            byte[] password,
            byte[] subject,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_load_blob(
            int storeType,
            byte[] store,
            UIntPtr storeLength,
            byte[] password,
            byte[] subject,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_retain(IntPtr certificate);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_certificate_free(IntPtr certificate);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern void oftpsrv_certificates_free(IntPtr certificates, UIntPtr count);
    }
}
