// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using System.Threading.Tasks;
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
            AnswerAcceptConnection,
            RefuseAcceptConnection);
        private OnAcceptConnectionHandler acceptConnectionHandlers;
        private Func<object, OftpserverAcceptConnectionEventArgs, Task> acceptConnectionAwaited;

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

        /// <summary>
        /// <see cref="OnAcceptConnection"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverAcceptConnectionEventArgs, Task> OnAcceptConnectionAsync
        {
            add => Subscribe(
                ref acceptConnectionAwaited,
                value,
                AcceptConnectionNative,
                NativeMethods.oftpsrv_on_accept_connection);
            remove => Unsubscribe(ref acceptConnectionAwaited, value);
        }

        private static unsafe Raised RaiseAcceptConnection(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnAcceptConnectionHandler handlers = server.acceptConnectionHandlers;
            Func<object, OftpserverAcceptConnectionEventArgs, Task> awaited = server.acceptConnectionAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverAcceptConnectionEventArgs((AcceptConnectionEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void RefuseAcceptConnection(IntPtr data)
        {
            ((AcceptConnectionEvent*)data)->Accept = 0;
        }

        private static unsafe void AnswerAcceptConnection(EventArgs e, IntPtr data)
        {
            ((OftpserverAcceptConnectionEventArgs)e).WriteBack((AcceptConnectionEvent*)data);
        }

        /// <summary>A handler of <see cref="OnAcceptFile"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnAcceptFileHandler(object sender, OftpserverAcceptFileEventArgs e);

        private static readonly NativeEvent AcceptFileNative = new NativeEvent(
            RaiseAcceptFile,
            AnswerAcceptFile,
            RefuseAcceptFile);
        private OnAcceptFileHandler acceptFileHandlers;
        private Func<object, OftpserverAcceptFileEventArgs, Task> acceptFileAwaited;

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

        /// <summary>
        /// <see cref="OnAcceptFile"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverAcceptFileEventArgs, Task> OnAcceptFileAsync
        {
            add => Subscribe(ref acceptFileAwaited, value, AcceptFileNative, NativeMethods.oftpsrv_on_accept_file);
            remove => Unsubscribe(ref acceptFileAwaited, value);
        }

        private static unsafe Raised RaiseAcceptFile(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnAcceptFileHandler handlers = server.acceptFileHandlers;
            Func<object, OftpserverAcceptFileEventArgs, Task> awaited = server.acceptFileAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverAcceptFileEventArgs((AcceptFileEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void RefuseAcceptFile(IntPtr data)
        {
            ((AcceptFileEvent*)data)->Accept = 0;
        }

        private static unsafe void AnswerAcceptFile(EventArgs e, IntPtr data)
        {
            ((OftpserverAcceptFileEventArgs)e).WriteBack((AcceptFileEvent*)data);
        }

        /// <summary>A handler of <see cref="OnCertificateReceived"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnCertificateReceivedHandler(object sender, OftpserverCertificateReceivedEventArgs e);

        private static readonly NativeEvent CertificateReceivedNative = new NativeEvent(RaiseCertificateReceived);
        private OnCertificateReceivedHandler certificateReceivedHandlers;
        private Func<object, OftpserverCertificateReceivedEventArgs, Task> certificateReceivedAwaited;

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

        /// <summary>
        /// <see cref="OnCertificateReceived"/> for handlers that return a Task: the event waits for its end, and no
        /// thread does.
        /// </summary>
        public event Func<object, OftpserverCertificateReceivedEventArgs, Task> OnCertificateReceivedAsync
        {
            add => Subscribe(
                ref certificateReceivedAwaited,
                value,
                CertificateReceivedNative,
                NativeMethods.oftpsrv_on_certificate_received);
            remove => Unsubscribe(ref certificateReceivedAwaited, value);
        }

        private static unsafe Raised RaiseCertificateReceived(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnCertificateReceivedHandler handlers = server.certificateReceivedHandlers;
            Func<object, OftpserverCertificateReceivedEventArgs, Task> awaited = server.certificateReceivedAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverCertificateReceivedEventArgs((CertificateReceivedEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnConnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectedHandler(object sender, OftpserverConnectedEventArgs e);

        private static readonly NativeEvent ConnectedNative = new NativeEvent(RaiseConnected);
        private OnConnectedHandler connectedHandlers;
        private Func<object, OftpserverConnectedEventArgs, Task> connectedAwaited;

        /// <summary>A connection is established, or failed while it was being established.</summary>
        public event OnConnectedHandler OnConnected
        {
            add => Subscribe(ref connectedHandlers, value, ConnectedNative, NativeMethods.oftpsrv_on_connected);
            remove => Unsubscribe(ref connectedHandlers, value);
        }

        /// <summary>
        /// <see cref="OnConnected"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverConnectedEventArgs, Task> OnConnectedAsync
        {
            add => Subscribe(ref connectedAwaited, value, ConnectedNative, NativeMethods.oftpsrv_on_connected);
            remove => Unsubscribe(ref connectedAwaited, value);
        }

        private static unsafe Raised RaiseConnected(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnConnectedHandler handlers = server.connectedHandlers;
            Func<object, OftpserverConnectedEventArgs, Task> awaited = server.connectedAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverConnectedEventArgs((ConnectedEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectionRequestHandler(object sender, OftpserverConnectionRequestEventArgs e);

        private static readonly NativeEvent ConnectionRequestNative = new NativeEvent(
            RaiseConnectionRequest,
            AnswerConnectionRequest,
            RefuseConnectionRequest,
            hasConnection: false);
        private OnConnectionRequestHandler connectionRequestHandlers;
        private Func<object, OftpserverConnectionRequestEventArgs, Task> connectionRequestAwaited;

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

        /// <summary>
        /// <see cref="OnConnectionRequest"/> for handlers that return a Task: the event waits for its end, and no
        /// thread does.
        /// </summary>
        public event Func<object, OftpserverConnectionRequestEventArgs, Task> OnConnectionRequestAsync
        {
            add => Subscribe(
                ref connectionRequestAwaited,
                value,
                ConnectionRequestNative,
                NativeMethods.oftpsrv_on_connection_request);
            remove => Unsubscribe(ref connectionRequestAwaited, value);
        }

        private static unsafe Raised RaiseConnectionRequest(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnConnectionRequestHandler handlers = server.connectionRequestHandlers;
            Func<object, OftpserverConnectionRequestEventArgs, Task> awaited = server.connectionRequestAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverConnectionRequestEventArgs((ConnectionRequestEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void RefuseConnectionRequest(IntPtr data)
        {
            ((ConnectionRequestEvent*)data)->Accept = 0;
        }

        private static unsafe void AnswerConnectionRequest(EventArgs e, IntPtr data)
        {
            ((OftpserverConnectionRequestEventArgs)e).WriteBack((ConnectionRequestEvent*)data);
        }

        /// <summary>A handler of <see cref="OnDisconnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnDisconnectedHandler(object sender, OftpserverDisconnectedEventArgs e);

        private static readonly NativeEvent DisconnectedNative = new NativeEvent(RaiseDisconnected);
        private OnDisconnectedHandler disconnectedHandlers;
        private Func<object, OftpserverDisconnectedEventArgs, Task> disconnectedAwaited;

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

        /// <summary>
        /// <see cref="OnDisconnected"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverDisconnectedEventArgs, Task> OnDisconnectedAsync
        {
            add => Subscribe(ref disconnectedAwaited, value, DisconnectedNative, NativeMethods.oftpsrv_on_disconnected);
            remove => Unsubscribe(ref disconnectedAwaited, value);
        }

        private static unsafe Raised RaiseDisconnected(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnDisconnectedHandler handlers = server.disconnectedHandlers;
            Func<object, OftpserverDisconnectedEventArgs, Task> awaited = server.disconnectedAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverDisconnectedEventArgs((DisconnectedEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnEndResponse"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndResponseHandler(object sender, OftpserverEndResponseEventArgs e);

        private static readonly NativeEvent EndResponseNative = new NativeEvent(RaiseEndResponse, AnswerEndResponse);
        private OnEndResponseHandler endResponseHandlers;
        private Func<object, OftpserverEndResponseEventArgs, Task> endResponseAwaited;

        /// <summary>An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.</summary>
        /// <remarks>After an exception in a handler the answers count as they were prefilled.</remarks>
        public event OnEndResponseHandler OnEndResponse
        {
            add => Subscribe(ref endResponseHandlers, value, EndResponseNative, NativeMethods.oftpsrv_on_end_response);
            remove => Unsubscribe(ref endResponseHandlers, value);
        }

        /// <summary>
        /// <see cref="OnEndResponse"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverEndResponseEventArgs, Task> OnEndResponseAsync
        {
            add => Subscribe(ref endResponseAwaited, value, EndResponseNative, NativeMethods.oftpsrv_on_end_response);
            remove => Unsubscribe(ref endResponseAwaited, value);
        }

        private static unsafe Raised RaiseEndResponse(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnEndResponseHandler handlers = server.endResponseHandlers;
            Func<object, OftpserverEndResponseEventArgs, Task> awaited = server.endResponseAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverEndResponseEventArgs((EndResponseEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void AnswerEndResponse(EventArgs e, IntPtr data)
        {
            ((OftpserverEndResponseEventArgs)e).WriteBack((EndResponseEvent*)data);
        }

        /// <summary>A handler of <see cref="OnEndTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndTransferHandler(object sender, OftpserverEndTransferEventArgs e);

        private static readonly NativeEvent EndTransferNative = new NativeEvent(
            RaiseEndTransfer,
            AnswerEndTransfer,
            RefuseEndTransfer);
        private OnEndTransferHandler endTransferHandlers;
        private Func<object, OftpserverEndTransferEventArgs, Task> endTransferAwaited;

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

        /// <summary>
        /// <see cref="OnEndTransfer"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverEndTransferEventArgs, Task> OnEndTransferAsync
        {
            add => Subscribe(ref endTransferAwaited, value, EndTransferNative, NativeMethods.oftpsrv_on_end_transfer);
            remove => Unsubscribe(ref endTransferAwaited, value);
        }

        private static unsafe Raised RaiseEndTransfer(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnEndTransferHandler handlers = server.endTransferHandlers;
            Func<object, OftpserverEndTransferEventArgs, Task> awaited = server.endTransferAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverEndTransferEventArgs((EndTransferEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void RefuseEndTransfer(IntPtr data)
        {
            ((EndTransferEvent*)data)->SendEndResponse = 0;
        }

        private static unsafe void AnswerEndTransfer(EventArgs e, IntPtr data)
        {
            ((OftpserverEndTransferEventArgs)e).WriteBack((EndTransferEvent*)data);
        }

        /// <summary>A handler of <see cref="OnError"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnErrorHandler(object sender, OftpserverErrorEventArgs e);

        private static readonly NativeEvent ErrorNative = new NativeEvent(RaiseError);
        private OnErrorHandler errorHandlers;
        private Func<object, OftpserverErrorEventArgs, Task> errorAwaited;

        /// <summary>Something went wrong that no caller is waiting for.</summary>
        public event OnErrorHandler OnError
        {
            add => Subscribe(ref errorHandlers, value, ErrorNative, NativeMethods.oftpsrv_on_error);
            remove => Unsubscribe(ref errorHandlers, value);
        }

        /// <summary>
        /// <see cref="OnError"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverErrorEventArgs, Task> OnErrorAsync
        {
            add => Subscribe(ref errorAwaited, value, ErrorNative, NativeMethods.oftpsrv_on_error);
            remove => Unsubscribe(ref errorAwaited, value);
        }

        private static unsafe Raised RaiseError(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnErrorHandler handlers = server.errorHandlers;
            Func<object, OftpserverErrorEventArgs, Task> awaited = server.errorAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverErrorEventArgs((ErrorEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnLog"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnLogHandler(object sender, OftpserverLogEventArgs e);

        private static readonly NativeEvent LogNative = new NativeEvent(RaiseLog);
        private OnLogHandler logHandlers;
        private Func<object, OftpserverLogEventArgs, Task> logAwaited;

        /// <summary>There is a log entry; see LogLevel.</summary>
        public event OnLogHandler OnLog
        {
            add => Subscribe(ref logHandlers, value, LogNative, NativeMethods.oftpsrv_on_log);
            remove => Unsubscribe(ref logHandlers, value);
        }

        /// <summary>
        /// <see cref="OnLog"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverLogEventArgs, Task> OnLogAsync
        {
            add => Subscribe(ref logAwaited, value, LogNative, NativeMethods.oftpsrv_on_log);
            remove => Unsubscribe(ref logAwaited, value);
        }

        private static unsafe Raised RaiseLog(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnLogHandler handlers = server.logHandlers;
            Func<object, OftpserverLogEventArgs, Task> awaited = server.logAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverLogEventArgs((LogEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnPITrail"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnPITrailHandler(object sender, OftpserverPITrailEventArgs e);

        private static readonly NativeEvent PITrailNative = new NativeEvent(RaisePITrail);
        private OnPITrailHandler piTrailHandlers;
        private Func<object, OftpserverPITrailEventArgs, Task> piTrailAwaited;

        /// <summary>A command was sent or received.</summary>
        public event OnPITrailHandler OnPITrail
        {
            add => Subscribe(ref piTrailHandlers, value, PITrailNative, NativeMethods.oftpsrv_on_pi_trail);
            remove => Unsubscribe(ref piTrailHandlers, value);
        }

        /// <summary>
        /// <see cref="OnPITrail"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverPITrailEventArgs, Task> OnPITrailAsync
        {
            add => Subscribe(ref piTrailAwaited, value, PITrailNative, NativeMethods.oftpsrv_on_pi_trail);
            remove => Unsubscribe(ref piTrailAwaited, value);
        }

        private static unsafe Raised RaisePITrail(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnPITrailHandler handlers = server.piTrailHandlers;
            Func<object, OftpserverPITrailEventArgs, Task> awaited = server.piTrailAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverPITrailEventArgs((PITrailEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnReadyToSend"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnReadyToSendHandler(object sender, OftpserverReadyToSendEventArgs e);

        private static readonly NativeEvent ReadyToSendNative = new NativeEvent(RaiseReadyToSend);
        private OnReadyToSendHandler readyToSendHandlers;
        private Func<object, OftpserverReadyToSendEventArgs, Task> readyToSendAwaited;

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

        /// <summary>
        /// <see cref="OnReadyToSend"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverReadyToSendEventArgs, Task> OnReadyToSendAsync
        {
            add => Subscribe(ref readyToSendAwaited, value, ReadyToSendNative, NativeMethods.oftpsrv_on_ready_to_send);
            remove => Unsubscribe(ref readyToSendAwaited, value);
        }

        private static unsafe Raised RaiseReadyToSend(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnReadyToSendHandler handlers = server.readyToSendHandlers;
            Func<object, OftpserverReadyToSendEventArgs, Task> awaited = server.readyToSendAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverReadyToSendEventArgs((ReadyToSendEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnSSLClientAuthentication"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLClientAuthenticationHandler(
            object sender,
            OftpserverSSLClientAuthenticationEventArgs e);

        private static readonly NativeEvent SSLClientAuthenticationNative = new NativeEvent(
            RaiseSSLClientAuthentication,
            AnswerSSLClientAuthentication,
            RefuseSSLClientAuthentication);
        private OnSSLClientAuthenticationHandler sslClientAuthenticationHandlers;
        private Func<object, OftpserverSSLClientAuthenticationEventArgs, Task> sslClientAuthenticationAwaited;

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

        /// <summary>
        /// <see cref="OnSSLClientAuthentication"/> for handlers that return a Task: the event waits for its end, and no
        /// thread does.
        /// </summary>
        public event Func<object, OftpserverSSLClientAuthenticationEventArgs, Task> OnSSLClientAuthenticationAsync
        {
            add => Subscribe(
                ref sslClientAuthenticationAwaited,
                value,
                SSLClientAuthenticationNative,
                NativeMethods.oftpsrv_on_ssl_client_authentication);
            remove => Unsubscribe(ref sslClientAuthenticationAwaited, value);
        }

        private static unsafe Raised RaiseSSLClientAuthentication(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnSSLClientAuthenticationHandler handlers = server.sslClientAuthenticationHandlers;
            Func<object, OftpserverSSLClientAuthenticationEventArgs, Task> awaited = server.sslClientAuthenticationAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverSSLClientAuthenticationEventArgs((SSLClientAuthenticationEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void RefuseSSLClientAuthentication(IntPtr data)
        {
            ((SSLClientAuthenticationEvent*)data)->Accept = 0;
        }

        private static unsafe void AnswerSSLClientAuthentication(EventArgs e, IntPtr data)
        {
            ((OftpserverSSLClientAuthenticationEventArgs)e).WriteBack((SSLClientAuthenticationEvent*)data);
        }

        /// <summary>A handler of <see cref="OnSSLConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLConnectionRequestHandler(object sender, OftpserverSSLConnectionRequestEventArgs e);

        private static readonly NativeEvent SSLConnectionRequestNative = new NativeEvent(
            RaiseSSLConnectionRequest,
            AnswerSSLConnectionRequest);
        private OnSSLConnectionRequestHandler sslConnectionRequestHandlers;
        private Func<object, OftpserverSSLConnectionRequestEventArgs, Task> sslConnectionRequestAwaited;

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

        /// <summary>
        /// <see cref="OnSSLConnectionRequest"/> for handlers that return a Task: the event waits for its end, and no
        /// thread does.
        /// </summary>
        public event Func<object, OftpserverSSLConnectionRequestEventArgs, Task> OnSSLConnectionRequestAsync
        {
            add => Subscribe(
                ref sslConnectionRequestAwaited,
                value,
                SSLConnectionRequestNative,
                NativeMethods.oftpsrv_on_ssl_connection_request);
            remove => Unsubscribe(ref sslConnectionRequestAwaited, value);
        }

        private static unsafe Raised RaiseSSLConnectionRequest(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnSSLConnectionRequestHandler handlers = server.sslConnectionRequestHandlers;
            Func<object, OftpserverSSLConnectionRequestEventArgs, Task> awaited = server.sslConnectionRequestAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverSSLConnectionRequestEventArgs((SSLConnectionRequestEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void AnswerSSLConnectionRequest(EventArgs e, IntPtr data)
        {
            ((OftpserverSSLConnectionRequestEventArgs)e).WriteBack((SSLConnectionRequestEvent*)data);
        }

        /// <summary>A handler of <see cref="OnSSLStatus"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLStatusHandler(object sender, OftpserverSSLStatusEventArgs e);

        private static readonly NativeEvent SSLStatusNative = new NativeEvent(RaiseSSLStatus);
        private OnSSLStatusHandler sslStatusHandlers;
        private Func<object, OftpserverSSLStatusEventArgs, Task> sslStatusAwaited;

        /// <summary>There is progress in a TLS handshake.</summary>
        public event OnSSLStatusHandler OnSSLStatus
        {
            add => Subscribe(ref sslStatusHandlers, value, SSLStatusNative, NativeMethods.oftpsrv_on_ssl_status);
            remove => Unsubscribe(ref sslStatusHandlers, value);
        }

        /// <summary>
        /// <see cref="OnSSLStatus"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverSSLStatusEventArgs, Task> OnSSLStatusAsync
        {
            add => Subscribe(ref sslStatusAwaited, value, SSLStatusNative, NativeMethods.oftpsrv_on_ssl_status);
            remove => Unsubscribe(ref sslStatusAwaited, value);
        }

        private static unsafe Raised RaiseSSLStatus(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnSSLStatusHandler handlers = server.sslStatusHandlers;
            Func<object, OftpserverSSLStatusEventArgs, Task> awaited = server.sslStatusAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverSSLStatusEventArgs((SSLStatusEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        /// <summary>A handler of <see cref="OnStartTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnStartTransferHandler(object sender, OftpserverStartTransferEventArgs e);

        private static readonly NativeEvent StartTransferNative = new NativeEvent(
            RaiseStartTransfer,
            AnswerStartTransfer);
        private OnStartTransferHandler startTransferHandlers;
        private Func<object, OftpserverStartTransferEventArgs, Task> startTransferAwaited;

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

        /// <summary>
        /// <see cref="OnStartTransfer"/> for handlers that return a Task: the event waits for its end, and no thread
        /// does.
        /// </summary>
        public event Func<object, OftpserverStartTransferEventArgs, Task> OnStartTransferAsync
        {
            add => Subscribe(
                ref startTransferAwaited,
                value,
                StartTransferNative,
                NativeMethods.oftpsrv_on_start_transfer);
            remove => Unsubscribe(ref startTransferAwaited, value);
        }

        private static unsafe Raised RaiseStartTransfer(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnStartTransferHandler handlers = server.startTransferHandlers;
            Func<object, OftpserverStartTransferEventArgs, Task> awaited = server.startTransferAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverStartTransferEventArgs((StartTransferEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }

        private static unsafe void AnswerStartTransfer(EventArgs e, IntPtr data)
        {
            ((OftpserverStartTransferEventArgs)e).WriteBack((StartTransferEvent*)data);
        }

        /// <summary>A handler of <see cref="OnTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnTransferHandler(object sender, OftpserverTransferEventArgs e);

        private static readonly NativeEvent TransferNative = new NativeEvent(RaiseTransfer);
        private OnTransferHandler transferHandlers;
        private Func<object, OftpserverTransferEventArgs, Task> transferAwaited;

        /// <summary>Data of a file was sent or received.</summary>
        public event OnTransferHandler OnTransfer
        {
            add => Subscribe(ref transferHandlers, value, TransferNative, NativeMethods.oftpsrv_on_transfer);
            remove => Unsubscribe(ref transferHandlers, value);
        }

        /// <summary>
        /// <see cref="OnTransfer"/> for handlers that return a Task: the event waits for its end, and no thread does.
        /// </summary>
        public event Func<object, OftpserverTransferEventArgs, Task> OnTransferAsync
        {
            add => Subscribe(ref transferAwaited, value, TransferNative, NativeMethods.oftpsrv_on_transfer);
            remove => Unsubscribe(ref transferAwaited, value);
        }

        private static unsafe Raised RaiseTransfer(object owner, IntPtr data)
        {
            var server = (Oftpserver)owner;
            OnTransferHandler handlers = server.transferHandlers;
            Func<object, OftpserverTransferEventArgs, Task> awaited = server.transferAwaited;
            if (handlers == null && awaited == null)
            {
                return default(Raised);
            }

            var e = new OftpserverTransferEventArgs((TransferEvent*)data);
            handlers?.Invoke(owner, e);
            return Raised.With(owner, e, awaited);
        }
    }
}
