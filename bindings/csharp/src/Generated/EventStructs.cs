// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    // The event structures of oftpsrv.h, field by field. They belong to the engine and end with the callback: text is
    // const char *, octets are pointer and length, bool is one byte. Fields are only ever appended; Size tells how many
    // octets the engine filled.
#pragma warning disable 649 // filled by the engine

    /// <summary>oftpsrv_accept_connection_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct AcceptConnectionEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr ClientSSIDCode;
        internal IntPtr ClientPassword;
        internal int ClientVersion;
        internal int ServerVersion;
        internal byte Accept;
        internal int ErrorCode;
        internal IntPtr ErrorDescription;
    }

    /// <summary>oftpsrv_accept_file_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct AcceptFileEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr VirtualFileName;
        internal IntPtr VirtualFileDate;
        internal IntPtr Destination;
        internal IntPtr Originator;
        internal byte Accept;
        internal IntPtr FileName;
        internal byte Overwrite;
        internal int ErrorCode;
        internal IntPtr ErrorDescription;
        internal byte Forwarded;
    }

    /// <summary>oftpsrv_certificate_received_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CertificateReceivedEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr CertificateFileName;
        internal int CertificateExchangeType;
    }

    /// <summary>oftpsrv_connected_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ConnectedEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int StatusCode;
        internal IntPtr Description;
    }

    /// <summary>oftpsrv_connection_request_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ConnectionRequestEvent
    {
        internal UIntPtr Size;
        internal IntPtr Address;
        internal int Port;
        internal byte Accept;
    }

    /// <summary>oftpsrv_disconnected_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DisconnectedEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int StatusCode;
        internal IntPtr Description;
    }

    /// <summary>oftpsrv_end_response_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct EndResponseEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr VirtualFileName;
        internal IntPtr VirtualFileDate;
        internal IntPtr Destination;
        internal IntPtr Originator;
        internal IntPtr Creator;
        internal int ReasonCode;
        internal IntPtr ReasonText;
        internal IntPtr FileHash;
        internal IntPtr Signature;
        internal int Direction;
    }

    /// <summary>oftpsrv_end_transfer_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct EndTransferEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int Direction;
        internal IntPtr LocalFile;
        internal IntPtr VirtualFileName;
        internal IntPtr VirtualFileDate;
        internal IntPtr Destination;
        internal IntPtr Originator;
        internal int ReasonCode;
        internal IntPtr ReasonText;
        internal long FileSize;
        internal IntPtr FileHash;
        internal byte SendEndResponse;
        internal IntPtr Partner;
        internal byte Redelivered;
        internal byte Forwarded;
    }

    /// <summary>oftpsrv_error_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ErrorEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int ErrorCode;
        internal IntPtr Description;
    }

    /// <summary>oftpsrv_log_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LogEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int LogLevel;
        internal IntPtr Message;
        internal IntPtr LogType;
    }

    /// <summary>oftpsrv_pi_trail_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PITrailEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int Direction;
        internal IntPtr Data;
        internal UIntPtr DataLen;
        internal int CommandId;
        internal IntPtr CommandDescription;
    }

    /// <summary>oftpsrv_ready_to_send_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ReadyToSendEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
    }

    /// <summary>oftpsrv_ssl_client_authentication_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SSLClientAuthenticationEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr CertEncoded;
        internal UIntPtr CertEncodedLen;
        internal IntPtr CertSubject;
        internal IntPtr CertIssuer;
        internal IntPtr Status;
        internal byte Accept;
    }

    /// <summary>oftpsrv_ssl_connection_request_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SSLConnectionRequestEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr SupportedCipherSuites;
        internal IntPtr SupportedSignatureAlgs;
        internal int CertStoreType;
        internal IntPtr CertStore;
        internal IntPtr CertPassword;
        internal IntPtr CertSubject;
    }

    /// <summary>oftpsrv_ssl_status_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SSLStatusEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal IntPtr Message;
    }

    /// <summary>oftpsrv_start_transfer_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct StartTransferEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int Direction;
        internal IntPtr LocalFile;
        internal IntPtr VirtualFileName;
        internal IntPtr VirtualFileDate;
        internal IntPtr Destination;
        internal IntPtr Originator;
    }

    /// <summary>oftpsrv_transfer_event_t</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TransferEvent
    {
        internal UIntPtr Size;
        internal IntPtr ConnectionId;
        internal int Direction;
        internal IntPtr LocalFile;
        internal IntPtr VirtualFileName;
        internal IntPtr VirtualFileDate;
        internal IntPtr Destination;
        internal IntPtr Originator;
        internal long BytesTransferred;
        internal IntPtr Text;
        internal UIntPtr TextLen;
    }

#pragma warning restore 649
}
