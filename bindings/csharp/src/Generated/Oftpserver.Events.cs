// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnAcceptConnection"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnAcceptConnectionHandler(object sender, OftpserverAcceptConnectionEventArgs e);

        private static readonly NativeEvent AcceptConnectionNative = new NativeEvent(
            RaiseAcceptConnection,
            RefuseAcceptConnection);
        private OnAcceptConnectionHandler acceptConnectionHandlers;

        /// <summary>An initiator sent its SSID; the program lets it in or turns it away.</summary>
        /// <remarks>
        /// Look at who it is and set <see cref="OftpserverAcceptConnectionEventArgs.Accept"/>. This is the place to set
        /// the download directory and other fields of the connection. Without a handler every initiator is let in. An
        /// exception in a handler counts as a refusal.
        /// </remarks>
        public event OnAcceptConnectionHandler OnAcceptConnection
        {
            add => Subscribe(
                ref acceptConnectionHandlers,
                value,
                AcceptConnectionNative,
                NativeMethods.oftpsrv_on_accept_connection);
            remove => Unsubscribe(ref acceptConnectionHandlers, value);
        }

        private static unsafe void RaiseAcceptConnection(object owner, IntPtr data)
        {
            OnAcceptConnectionHandler handlers = ((Oftpserver)owner).acceptConnectionHandlers;
            if (handlers != null)
            {
                var native = (AcceptConnectionEvent*)data;
                var e = new OftpserverAcceptConnectionEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        private static unsafe void RefuseAcceptConnection(IntPtr data)
        {
            ((AcceptConnectionEvent*)data)->Accept = 0;
        }

        /// <summary>A handler of <see cref="OnAcceptFile"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnAcceptFileHandler(object sender, OftpserverAcceptFileEventArgs e);

        private static readonly NativeEvent AcceptFileNative = new NativeEvent(RaiseAcceptFile, RefuseAcceptFile);
        private OnAcceptFileHandler acceptFileHandlers;

        /// <summary>The partner offers a file.</summary>
        /// <remarks>
        /// Set <see cref="OftpserverAcceptFileEventArgs.Accept"/>, <see cref="OftpserverAcceptFileEventArgs.FileName"/>
        /// and <see cref="OftpserverAcceptFileEventArgs.Overwrite"/>. Without a handler the file is taken, if there is
        /// a download directory or stream. An exception in a handler counts as a refusal.
        /// </remarks>
        public event OnAcceptFileHandler OnAcceptFile
        {
            add => Subscribe(ref acceptFileHandlers, value, AcceptFileNative, NativeMethods.oftpsrv_on_accept_file);
            remove => Unsubscribe(ref acceptFileHandlers, value);
        }

        private static unsafe void RaiseAcceptFile(object owner, IntPtr data)
        {
            OnAcceptFileHandler handlers = ((Oftpserver)owner).acceptFileHandlers;
            if (handlers != null)
            {
                var native = (AcceptFileEvent*)data;
                var e = new OftpserverAcceptFileEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        private static unsafe void RefuseAcceptFile(IntPtr data)
        {
            ((AcceptFileEvent*)data)->Accept = 0;
        }

        /// <summary>A handler of <see cref="OnCertificateReceived"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnCertificateReceivedHandler(object sender, OftpserverCertificateReceivedEventArgs e);

        private static readonly NativeEvent CertificateReceivedNative = new NativeEvent(RaiseCertificateReceived);
        private OnCertificateReceivedHandler certificateReceivedHandlers;

        /// <summary>A certificate that the partner sent through certificate exchange was stored.</summary>
        public event OnCertificateReceivedHandler OnCertificateReceived
        {
            add => Subscribe(
                ref certificateReceivedHandlers,
                value,
                CertificateReceivedNative,
                NativeMethods.oftpsrv_on_certificate_received);
            remove => Unsubscribe(ref certificateReceivedHandlers, value);
        }

        private static unsafe void RaiseCertificateReceived(object owner, IntPtr data)
        {
            OnCertificateReceivedHandler handlers = ((Oftpserver)owner).certificateReceivedHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverCertificateReceivedEventArgs((CertificateReceivedEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnConnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectedHandler(object sender, OftpserverConnectedEventArgs e);

        private static readonly NativeEvent ConnectedNative = new NativeEvent(RaiseConnected);
        private OnConnectedHandler connectedHandlers;

        /// <summary>A connection is established, or failed while it was being established.</summary>
        public event OnConnectedHandler OnConnected
        {
            add => Subscribe(ref connectedHandlers, value, ConnectedNative, NativeMethods.oftpsrv_on_connected);
            remove => Unsubscribe(ref connectedHandlers, value);
        }

        private static unsafe void RaiseConnected(object owner, IntPtr data)
        {
            OnConnectedHandler handlers = ((Oftpserver)owner).connectedHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverConnectedEventArgs((ConnectedEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectionRequestHandler(object sender, OftpserverConnectionRequestEventArgs e);

        private static readonly NativeEvent ConnectionRequestNative = new NativeEvent(
            RaiseConnectionRequest,
            RefuseConnectionRequest,
            hasConnection: false);
        private OnConnectionRequestHandler connectionRequestHandlers;

        /// <summary>A partner connects at TCP level.</summary>
        /// <remarks>
        /// Set <see cref="OftpserverConnectionRequestEventArgs.Accept"/>. An exception in a handler counts as a
        /// refusal.
        /// </remarks>
        public event OnConnectionRequestHandler OnConnectionRequest
        {
            add => Subscribe(
                ref connectionRequestHandlers,
                value,
                ConnectionRequestNative,
                NativeMethods.oftpsrv_on_connection_request);
            remove => Unsubscribe(ref connectionRequestHandlers, value);
        }

        private static unsafe void RaiseConnectionRequest(object owner, IntPtr data)
        {
            OnConnectionRequestHandler handlers = ((Oftpserver)owner).connectionRequestHandlers;
            if (handlers != null)
            {
                var native = (ConnectionRequestEvent*)data;
                var e = new OftpserverConnectionRequestEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        private static unsafe void RefuseConnectionRequest(IntPtr data)
        {
            ((ConnectionRequestEvent*)data)->Accept = 0;
        }

        /// <summary>A handler of <see cref="OnDisconnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnDisconnectedHandler(object sender, OftpserverDisconnectedEventArgs e);

        private static readonly NativeEvent DisconnectedNative = new NativeEvent(RaiseDisconnected);
        private OnDisconnectedHandler disconnectedHandlers;

        /// <summary>A connection ended.</summary>
        public event OnDisconnectedHandler OnDisconnected
        {
            add => Subscribe(
                ref disconnectedHandlers,
                value,
                DisconnectedNative,
                NativeMethods.oftpsrv_on_disconnected);
            remove => Unsubscribe(ref disconnectedHandlers, value);
        }

        private static unsafe void RaiseDisconnected(object owner, IntPtr data)
        {
            OnDisconnectedHandler handlers = ((Oftpserver)owner).disconnectedHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverDisconnectedEventArgs((DisconnectedEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnEndResponse"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndResponseHandler(object sender, OftpserverEndResponseEventArgs e);

        private static readonly NativeEvent EndResponseNative = new NativeEvent(RaiseEndResponse);
        private OnEndResponseHandler endResponseHandlers;

        /// <summary>An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.</summary>
        /// <remarks>After an exception in a handler the answers count as they were prefilled.</remarks>
        public event OnEndResponseHandler OnEndResponse
        {
            add => Subscribe(ref endResponseHandlers, value, EndResponseNative, NativeMethods.oftpsrv_on_end_response);
            remove => Unsubscribe(ref endResponseHandlers, value);
        }

        private static unsafe void RaiseEndResponse(object owner, IntPtr data)
        {
            OnEndResponseHandler handlers = ((Oftpserver)owner).endResponseHandlers;
            if (handlers != null)
            {
                var native = (EndResponseEvent*)data;
                var e = new OftpserverEndResponseEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        /// <summary>A handler of <see cref="OnEndTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndTransferHandler(object sender, OftpserverEndTransferEventArgs e);

        private static readonly NativeEvent EndTransferNative = new NativeEvent(RaiseEndTransfer, RefuseEndTransfer);
        private OnEndTransferHandler endTransferHandlers;

        /// <summary>A file ended, well or not.</summary>
        /// <remarks>
        /// Clear <see cref="OftpserverEndTransferEventArgs.SendEndResponse"/> to answer later with
        /// <see cref="Oftpserver.SendEndResponse"/>. After an exception in a handler the program has the end response
        /// still to send.
        /// </remarks>
        public event OnEndTransferHandler OnEndTransfer
        {
            add => Subscribe(ref endTransferHandlers, value, EndTransferNative, NativeMethods.oftpsrv_on_end_transfer);
            remove => Unsubscribe(ref endTransferHandlers, value);
        }

        private static unsafe void RaiseEndTransfer(object owner, IntPtr data)
        {
            OnEndTransferHandler handlers = ((Oftpserver)owner).endTransferHandlers;
            if (handlers != null)
            {
                var native = (EndTransferEvent*)data;
                var e = new OftpserverEndTransferEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        private static unsafe void RefuseEndTransfer(IntPtr data)
        {
            ((EndTransferEvent*)data)->SendEndResponse = 0;
        }

        /// <summary>A handler of <see cref="OnError"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnErrorHandler(object sender, OftpserverErrorEventArgs e);

        private static readonly NativeEvent ErrorNative = new NativeEvent(RaiseError);
        private OnErrorHandler errorHandlers;

        /// <summary>Something went wrong that no caller is waiting for.</summary>
        public event OnErrorHandler OnError
        {
            add => Subscribe(ref errorHandlers, value, ErrorNative, NativeMethods.oftpsrv_on_error);
            remove => Unsubscribe(ref errorHandlers, value);
        }

        private static unsafe void RaiseError(object owner, IntPtr data)
        {
            OnErrorHandler handlers = ((Oftpserver)owner).errorHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverErrorEventArgs((ErrorEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnLog"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnLogHandler(object sender, OftpserverLogEventArgs e);

        private static readonly NativeEvent LogNative = new NativeEvent(RaiseLog);
        private OnLogHandler logHandlers;

        /// <summary>There is a log entry; see LogLevel.</summary>
        public event OnLogHandler OnLog
        {
            add => Subscribe(ref logHandlers, value, LogNative, NativeMethods.oftpsrv_on_log);
            remove => Unsubscribe(ref logHandlers, value);
        }

        private static unsafe void RaiseLog(object owner, IntPtr data)
        {
            OnLogHandler handlers = ((Oftpserver)owner).logHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverLogEventArgs((LogEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnPITrail"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnPITrailHandler(object sender, OftpserverPITrailEventArgs e);

        private static readonly NativeEvent PITrailNative = new NativeEvent(RaisePITrail);
        private OnPITrailHandler piTrailHandlers;

        /// <summary>A command was sent or received.</summary>
        public event OnPITrailHandler OnPITrail
        {
            add => Subscribe(ref piTrailHandlers, value, PITrailNative, NativeMethods.oftpsrv_on_pi_trail);
            remove => Unsubscribe(ref piTrailHandlers, value);
        }

        private static unsafe void RaisePITrail(object owner, IntPtr data)
        {
            OnPITrailHandler handlers = ((Oftpserver)owner).piTrailHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverPITrailEventArgs((PITrailEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnReadyToSend"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnReadyToSendHandler(object sender, OftpserverReadyToSendEventArgs e);

        private static readonly NativeEvent ReadyToSendNative = new NativeEvent(RaiseReadyToSend);
        private OnReadyToSendHandler readyToSendHandlers;

        /// <summary>The partner gave this side the turn.</summary>
        /// <remarks>
        /// It comes again each time the partner gives the turn back: queue a file once with
        /// <see cref="Oftpserver.SendFileAsync"/>, not once a turn, then call <see cref="Oftpserver.Logoff"/>, which
        /// gives the turn back behind the last file, or ends the session when there was none. Without that the turn is
        /// kept for TurnHoldTime.
        /// </remarks>
        public event OnReadyToSendHandler OnReadyToSend
        {
            add => Subscribe(ref readyToSendHandlers, value, ReadyToSendNative, NativeMethods.oftpsrv_on_ready_to_send);
            remove => Unsubscribe(ref readyToSendHandlers, value);
        }

        private static unsafe void RaiseReadyToSend(object owner, IntPtr data)
        {
            OnReadyToSendHandler handlers = ((Oftpserver)owner).readyToSendHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverReadyToSendEventArgs((ReadyToSendEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnSSLClientAuthentication"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLClientAuthenticationHandler(
            object sender,
            OftpserverSSLClientAuthenticationEventArgs e);

        private static readonly NativeEvent SSLClientAuthenticationNative = new NativeEvent(
            RaiseSSLClientAuthentication,
            RefuseSSLClientAuthentication);
        private OnSSLClientAuthenticationHandler sslClientAuthenticationHandlers;

        /// <summary>A TLS client presented its certificate, or none.</summary>
        /// <remarks>
        /// Set <see cref="OftpserverSSLClientAuthenticationEventArgs.Accept"/>. An exception in a handler counts as a
        /// refusal.
        /// </remarks>
        public event OnSSLClientAuthenticationHandler OnSSLClientAuthentication
        {
            add => Subscribe(
                ref sslClientAuthenticationHandlers,
                value,
                SSLClientAuthenticationNative,
                NativeMethods.oftpsrv_on_ssl_client_authentication);
            remove => Unsubscribe(ref sslClientAuthenticationHandlers, value);
        }

        private static unsafe void RaiseSSLClientAuthentication(object owner, IntPtr data)
        {
            OnSSLClientAuthenticationHandler handlers = ((Oftpserver)owner).sslClientAuthenticationHandlers;
            if (handlers != null)
            {
                var native = (SSLClientAuthenticationEvent*)data;
                var e = new OftpserverSSLClientAuthenticationEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        private static unsafe void RefuseSSLClientAuthentication(IntPtr data)
        {
            ((SSLClientAuthenticationEvent*)data)->Accept = 0;
        }

        /// <summary>A handler of <see cref="OnSSLConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLConnectionRequestHandler(object sender, OftpserverSSLConnectionRequestEventArgs e);

        private static readonly NativeEvent SSLConnectionRequestNative = new NativeEvent(RaiseSSLConnectionRequest);
        private OnSSLConnectionRequestHandler sslConnectionRequestHandlers;

        /// <summary>A TLS client hello arrived.</summary>
        /// <remarks>
        /// Another certificate may be chosen. After an exception in a handler the answers count as they were prefilled.
        /// </remarks>
        public event OnSSLConnectionRequestHandler OnSSLConnectionRequest
        {
            add => Subscribe(
                ref sslConnectionRequestHandlers,
                value,
                SSLConnectionRequestNative,
                NativeMethods.oftpsrv_on_ssl_connection_request);
            remove => Unsubscribe(ref sslConnectionRequestHandlers, value);
        }

        private static unsafe void RaiseSSLConnectionRequest(object owner, IntPtr data)
        {
            OnSSLConnectionRequestHandler handlers = ((Oftpserver)owner).sslConnectionRequestHandlers;
            if (handlers != null)
            {
                var native = (SSLConnectionRequestEvent*)data;
                var e = new OftpserverSSLConnectionRequestEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        /// <summary>A handler of <see cref="OnSSLStatus"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLStatusHandler(object sender, OftpserverSSLStatusEventArgs e);

        private static readonly NativeEvent SSLStatusNative = new NativeEvent(RaiseSSLStatus);
        private OnSSLStatusHandler sslStatusHandlers;

        /// <summary>There is progress in a TLS handshake.</summary>
        public event OnSSLStatusHandler OnSSLStatus
        {
            add => Subscribe(ref sslStatusHandlers, value, SSLStatusNative, NativeMethods.oftpsrv_on_ssl_status);
            remove => Unsubscribe(ref sslStatusHandlers, value);
        }

        private static unsafe void RaiseSSLStatus(object owner, IntPtr data)
        {
            OnSSLStatusHandler handlers = ((Oftpserver)owner).sslStatusHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverSSLStatusEventArgs((SSLStatusEvent*)data));
            }
        }

        /// <summary>A handler of <see cref="OnStartTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnStartTransferHandler(object sender, OftpserverStartTransferEventArgs e);

        private static readonly NativeEvent StartTransferNative = new NativeEvent(RaiseStartTransfer);
        private OnStartTransferHandler startTransferHandlers;

        /// <summary>A file starts.</summary>
        /// <remarks>
        /// <see cref="OftpserverStartTransferEventArgs.LocalFile"/> may be changed. After an exception in a handler the
        /// answers count as they were prefilled.
        /// </remarks>
        public event OnStartTransferHandler OnStartTransfer
        {
            add => Subscribe(
                ref startTransferHandlers,
                value,
                StartTransferNative,
                NativeMethods.oftpsrv_on_start_transfer);
            remove => Unsubscribe(ref startTransferHandlers, value);
        }

        private static unsafe void RaiseStartTransfer(object owner, IntPtr data)
        {
            OnStartTransferHandler handlers = ((Oftpserver)owner).startTransferHandlers;
            if (handlers != null)
            {
                var native = (StartTransferEvent*)data;
                var e = new OftpserverStartTransferEventArgs(native);
                handlers(owner, e);
                e.WriteBack(native);
            }
        }

        /// <summary>A handler of <see cref="OnTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnTransferHandler(object sender, OftpserverTransferEventArgs e);

        private static readonly NativeEvent TransferNative = new NativeEvent(RaiseTransfer);
        private OnTransferHandler transferHandlers;

        /// <summary>Data of a file was sent or received.</summary>
        public event OnTransferHandler OnTransfer
        {
            add => Subscribe(ref transferHandlers, value, TransferNative, NativeMethods.oftpsrv_on_transfer);
            remove => Unsubscribe(ref transferHandlers, value);
        }

        private static unsafe void RaiseTransfer(object owner, IntPtr data)
        {
            OnTransferHandler handlers = ((Oftpserver)owner).transferHandlers;
            if (handlers != null)
            {
                handlers(owner, new OftpserverTransferEventArgs((TransferEvent*)data));
            }
        }
    }
}
