// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    internal static partial class NativeMethods
    {
        // Properties of Oftpserver
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_connection_backlog(ServerHandle server, out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_connection_backlog(ServerHandle server, int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_default_timeout(ServerHandle server, out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_default_timeout(ServerHandle server, int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_local_host(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_local_host(ServerHandle server, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_local_port(ServerHandle server, out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_local_port(ServerHandle server, int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_server_password(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_server_password(ServerHandle server, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_server_sfid_code(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_server_sfid_code(ServerHandle server, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_server_ssid_code(ServerHandle server, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_server_ssid_code(ServerHandle server, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_ssl_authenticate_clients(
            ServerHandle server,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_ssl_authenticate_clients(
            ServerHandle server,
            [MarshalAs(UnmanagedType.U1)] bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_use_ssl(
            ServerHandle server,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_use_ssl(ServerHandle server, [MarshalAs(UnmanagedType.U1)] bool value);

        // Methods of Oftpserver
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_start(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_stop(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_shutdown(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_reset(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_set_config(ServerHandle server, byte[] name, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_get_config(ServerHandle server, byte[] name, out IntPtr result);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_config(ServerHandle server, byte[] configurationString, out IntPtr result);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_change_direction(ServerHandle server, byte[] connectionId);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_disconnect(ServerHandle server, byte[] connectionId);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_logoff(ServerHandle server, byte[] connectionId);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_interrupt(ServerHandle server, byte[] connectionId);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_send_file(
            ServerHandle server,
            byte[] connectionId,
            byte[] clientSFIDCode,
            byte[] fileName,
            byte[] virtualFileName);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_send_file_async(
            ServerHandle server,
            byte[] connectionId,
            byte[] clientSFIDCode,
            byte[] fileName,
            byte[] virtualFileName);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_send_end_response(
            ServerHandle server,
            byte[] connectionId,
            byte[] virtualFileName,
            byte[] virtualFileDate,
            byte[] destination,
            byte[] originator,
            byte[] creator,
            int reasonCode,
            byte[] reasonText,
            byte[] fileHash,
            byte[] signature);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_exchange_certificate(
            ServerHandle server,
            byte[] connectionId,
            byte[] clientSFIDCode,
            byte[] certificateStore,
            int certificateExchangeType);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_import_trusted_certs(ServerHandle server);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_validate_cert(
            ServerHandle server,
            [MarshalAs(UnmanagedType.U1)] out bool result);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_load_config(ServerHandle server, byte[] text);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_validate_recipient_cert(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] out bool result);

        // Events of Oftpserver
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_accept_connection(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_accept_file(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_certificate_received(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_connected(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_connection_request(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_disconnected(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_end_response(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_end_transfer(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_error(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_log(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_pi_trail(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_ready_to_send(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_ssl_client_authentication(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_ssl_connection_request(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_ssl_status(ServerHandle server, EventCallback callback, IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_start_transfer(
            ServerHandle server,
            EventCallback callback,
            IntPtr userData);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_on_transfer(ServerHandle server, EventCallback callback, IntPtr userData);

        // Text answers of events
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_accept_connection_event_set_error_description(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_accept_file_event_set_file_name(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_accept_file_event_set_error_description(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_end_response_event_set_file_hash(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_ssl_connection_request_event_set_cert_store(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_ssl_connection_request_event_set_cert_password(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_ssl_connection_request_event_set_cert_subject(IntPtr data, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_start_transfer_event_set_local_file(IntPtr data, byte[] value);

        // Fields of a connection
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_compress(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_compress(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_connected(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_download_directory(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_download_directory(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_encryption_algorithm(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_encryption_algorithm(
            ServerHandle server,
            byte[] connectionId,
            int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_local_address(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_max_record_size(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_max_record_size(
            ServerHandle server,
            byte[] connectionId,
            int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_ready_to_send(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_recipient_cert_store(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_recipient_cert_store(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_recipient_cert_store_blob(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value,
            out UIntPtr length);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_recipient_cert_store_blob(
            ServerHandle server,
            byte[] connectionId,
            byte[] value,
            UIntPtr length);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_recipient_cert_store_password(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_recipient_cert_store_password(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_recipient_cert_store_type(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_recipient_cert_store_type(
            ServerHandle server,
            byte[] connectionId,
            int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_recipient_cert_subject(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_recipient_cert_subject(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_remote_host(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_remote_port(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_sfid_code(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_sfid_code(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_signed_receipt(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_signed_receipt(
            ServerHandle server,
            byte[] connectionId,
            [MarshalAs(UnmanagedType.U1)] bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_ssid_code(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_ssid_code(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_timeout(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_timeout(ServerHandle server, byte[] connectionId, int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_version(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_virtual_file_date(
            ServerHandle server,
            byte[] connectionId,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_virtual_file_date(
            ServerHandle server,
            byte[] connectionId,
            byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_virtual_file_format(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_virtual_file_format(
            ServerHandle server,
            byte[] connectionId,
            int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_get_virtual_file_security_level(
            ServerHandle server,
            byte[] connectionId,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_connection_set_virtual_file_security_level(
            ServerHandle server,
            byte[] connectionId,
            int value);

        // Fields of a certificate
        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_effective_date(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_expiration_date(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_extended_key_usage(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_fingerprint(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_fingerprint_sha1(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_fingerprint_sha256(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_issuer(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_key_password(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_key_password(CertificateHandle certificate, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_private_key(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_private_key_available(
            CertificateHandle certificate,
            [MarshalAs(UnmanagedType.U1)] out bool value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_private_key_container(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_public_key(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_public_key_algorithm(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_public_key_length(
            CertificateHandle certificate,
            out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_serial_number(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_signature_algorithm(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_store(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_store(CertificateHandle certificate, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_store_blob(
            CertificateHandle certificate,
            out IntPtr value,
            out UIntPtr length);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_store_blob(
            CertificateHandle certificate,
            byte[] value,
            UIntPtr length);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_store_password(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_store_password(CertificateHandle certificate, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_store_type(CertificateHandle certificate, out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_store_type(CertificateHandle certificate, int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_subject_alt_names(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_thumbprint_md5(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_thumbprint_sha1(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_thumbprint_sha256(
            CertificateHandle certificate,
            out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_usage(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_usage_flags(CertificateHandle certificate, out int value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_version(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_subject(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_subject(CertificateHandle certificate, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_encoded(CertificateHandle certificate, out IntPtr value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_encoded(CertificateHandle certificate, byte[] value);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_get_encoded_blob(
            CertificateHandle certificate,
            out IntPtr value,
            out UIntPtr length);

        [DllImport(Library, CallingConvention = Convention)]
        internal static extern int oftpsrv_certificate_set_encoded_blob(
            CertificateHandle certificate,
            byte[] value,
            UIntPtr length);
    }
}
