// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>Begins to listen on <see cref="Oftpserver.LocalPort"/>.</summary>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.BadValue"/> (6),
        /// <see cref="OftpserverErrors.NotSupported"/> (9), <see cref="OftpserverErrors.StateStore"/> (11),
        /// <see cref="OftpserverErrors.AlreadyListening"/> (104), <see cref="OftpserverErrors.SsidNotSet"/> (672),
        /// <see cref="OftpserverErrors.SfidNotSet"/> (673), <see cref="OftpserverErrors.CertRequired"/> (689),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690),
        /// <see cref="OftpserverErrors.EADDRINUSE"/> (10048).</exception>
        public void StartListening()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_start(handle));
            AfterStartListening();
        }

        /// <summary>No new connections; those that are open go on.</summary>
        public void StopListening()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_stop(handle));
        }

        /// <summary>
        /// Stops listening and disconnects every client. Returns when they are through; from inside a handler without
        /// waiting for the connection of that handler. The server can be started again.
        /// </summary>
        public void Shutdown()
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_shutdown(handle));
            }
            AfterShutdown();
        }

        /// <summary>Shuts down and sets every property and config setting to its default. Handlers stay.</summary>
        public void Reset()
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_reset(handle));
            }
        }

        /// <summary>Sets a config setting or a property by its name. The case of the name does not matter.</summary>
        /// <param name="name">The setting, <c>Name</c>, or <c>Name[connection-id]</c> for one connection.</param>
        /// <param name="value">The value; a flag is <c>True</c> or <c>False</c>.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.UnknownSetting"/> (5),
        /// <see cref="OftpserverErrors.BadValue"/> (6), <see cref="OftpserverErrors.ReadOnly"/> (7),
        /// <see cref="OftpserverErrors.BadArgument"/> (8), <see cref="OftpserverErrors.RemotePortInUse"/> (100),
        /// <see cref="OftpserverErrors.RemoteHostInUse"/> (101), <see cref="OftpserverErrors.AlreadyListening"/> (104),
        /// <see cref="OftpserverErrors.LocalPortInUse"/> (106), <see cref="OftpserverErrors.LocalHostInUse"/> (107),
        /// <see cref="OftpserverErrors.MaxConnectionsInUse"/> (108),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126),
        /// <see cref="OftpserverErrors.InvalidDate"/> (680).</exception>
        public void SetConfig(string name, string value)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_set_config(handle, Utf8.Bytes(name), Utf8.Bytes(value)));
        }

        /// <summary>Reads a config setting or a property by its name.</summary>
        /// <param name="name">The setting, <c>Name</c>, or <c>Name[connection-id]</c> for one connection.</param>
        /// <returns>The value.</returns>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.UnknownSetting"/> (5),
        /// <see cref="OftpserverErrors.BadArgument"/> (8),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public string GetConfig(string name)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_get_config(handle, Utf8.Bytes(name), out IntPtr result));
            return Utf8.Take(result);
        }

        /// <summary>
        /// Sets or reads a config setting or a property, in one text: <c>Name=value</c> or <c>Name</c>.
        /// </summary>
        /// <param name="configurationString"><c>Name=value</c> to set, <c>Name</c> to read; for one connection
        /// <c>Name[connection-id]</c>.</param>
        /// <returns>The value.</returns>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.UnknownSetting"/> (5),
        /// <see cref="OftpserverErrors.BadValue"/> (6), <see cref="OftpserverErrors.ReadOnly"/> (7),
        /// <see cref="OftpserverErrors.BadArgument"/> (8), <see cref="OftpserverErrors.RemotePortInUse"/> (100),
        /// <see cref="OftpserverErrors.RemoteHostInUse"/> (101), <see cref="OftpserverErrors.AlreadyListening"/> (104),
        /// <see cref="OftpserverErrors.LocalPortInUse"/> (106), <see cref="OftpserverErrors.LocalHostInUse"/> (107),
        /// <see cref="OftpserverErrors.MaxConnectionsInUse"/> (108),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126),
        /// <see cref="OftpserverErrors.InvalidDate"/> (680).</exception>
        public string Config(string configurationString)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_config(
                handle,
                Utf8.Bytes(configurationString),
                out IntPtr result));
            return Utf8.Take(result);
        }

        /// <summary>
        /// Gives the turn to the partner (CD). Not needed in normal operation. Called in a handler of the connection it
        /// is only asked for and returns at once.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.NotReady"/> (10),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void ChangeDirection(string connectionId)
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_change_direction(handle, Utf8.Bytes(connectionId)));
            }
        }

        /// <summary>
        /// Closes the connection, whatever is going on. It returns at once; <see cref="Oftpserver.OnDisconnected"/>
        /// tells when the connection has ended.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <exception cref="OftpserverException">Among others
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void Disconnect(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_disconnect(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>
        /// Asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a
        /// turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn,
        /// the request is kept for the next turn of this side. Called in a handler of the connection it is only asked
        /// for and returns at once.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <exception cref="OftpserverException">Among others
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void Logoff(string connectionId)
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_logoff(handle, Utf8.Bytes(connectionId)));
            }
        }

        /// <summary>Stops the file that is being sent, without ending the session. It returns at once.</summary>
        /// <param name="connectionId">The connection.</param>
        /// <exception cref="OftpserverException">Among others
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void Interrupt(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_interrupt(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>
        /// Sends a file and returns when the partner has accepted it; fails when it was refused. From inside a handler
        /// of the same connection use <see cref="Oftpserver.SendFileAsync"/>.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the receiver; empty takes the connection's
        /// <see cref="OFTPConnection.SFIDCode"/>.</param>
        /// <param name="fileName">The full path of the file; empty when the connection's upload stream is set.</param>
        /// <param name="virtualFileName">The name that the receiver sees; empty makes one of the file's.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.BadArgument"/> (8),
        /// <see cref="OftpserverErrors.Interrupted"/> (12), <see cref="OftpserverErrors.InvalidConnectionId"/> (126),
        /// <see cref="OftpserverErrors.WouldBlock"/> (135), <see cref="OftpserverErrors.ReadFile"/> (679),
        /// <see cref="OftpserverErrors.NoEncryptionCert"/> (685), <see cref="OftpserverErrors.NoSigningCert"/> (686),
        /// <see cref="OftpserverErrors.SendFailed"/> (687), <see cref="OftpserverErrors.Version20Only"/> (688),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690).</exception>
        public void SendFile(string connectionId, string clientSFIDCode, string fileName, string virtualFileName = "")
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_send_file(
                    handle,
                    Utf8.Bytes(connectionId),
                    Utf8.Bytes(clientSFIDCode),
                    Utf8.Bytes(fileName),
                    Utf8.Bytes(virtualFileName)));
            }
        }

        /// <summary>
        /// Like <see cref="Oftpserver.SendFile"/>, but returns at once. Files are queued for the connection and sent
        /// when this side has the turn; how it went is told by <see cref="Oftpserver.OnEndTransfer"/> and
        /// <see cref="Oftpserver.OnError"/>. May be called from every handler.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the receiver; empty takes the connection's
        /// <see cref="OFTPConnection.SFIDCode"/>.</param>
        /// <param name="fileName">The full path of the file; empty when the connection's upload stream is set.</param>
        /// <param name="virtualFileName">The name that the receiver sees; empty makes one of the file's.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.BadArgument"/> (8),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void SendFileAsync(
            string connectionId,
            string clientSFIDCode,
            string fileName,
            string virtualFileName = "")
        {
            NativeStatus.Check(NativeMethods.oftpsrv_send_file_async(
                handle,
                Utf8.Bytes(connectionId),
                Utf8.Bytes(clientSFIDCode),
                Utf8.Bytes(fileName),
                Utf8.Bytes(virtualFileName)));
        }

        /// <summary>
        /// Answers a file for which <see cref="OftpserverEndTransferEventArgs.SendEndResponse"/> was cleared, or passes
        /// a response on. Texts that do not apply are empty. It returns when the response is noted; the response is
        /// sent in a turn of this side, in this session or a later one.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="virtualFileName">The name of the file.</param>
        /// <param name="virtualFileDate">The time stamp of the file, as <see cref="Oftpserver.OnEndTransfer"/> told
        /// it.</param>
        /// <param name="destination">The destination of the file.</param>
        /// <param name="originator">The originator of the file.</param>
        /// <param name="creator">The code of who refuses the file; empty for a positive response.</param>
        /// <param name="reasonCode">0 sends a positive response (EERP), a reason a negative one (NERP). One of
        /// <see cref="NerpReasons"/>.</param>
        /// <param name="reasonText">The text of the reason.</param>
        /// <param name="fileHash">The hash that <see cref="Oftpserver.OnEndTransfer"/> told.</param>
        /// <param name="signature">The signature, when a response is passed on; else empty.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.BadArgument"/> (8),
        /// <see cref="OftpserverErrors.NotReady"/> (10), <see cref="OftpserverErrors.StateStore"/> (11),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126), <see cref="OftpserverErrors.BuildPacket"/> (678),
        /// <see cref="OftpserverErrors.InvalidDate"/> (680), <see cref="OftpserverErrors.InvalidHash"/> (682),
        /// <see cref="OftpserverErrors.Version20Only"/> (688).</exception>
        public void SendEndResponse(
            string connectionId,
            string virtualFileName,
            string virtualFileDate,
            string destination,
            string originator,
            string creator = "",
            int reasonCode = 0,
            string reasonText = "",
            string fileHash = "",
            string signature = "")
        {
            NativeStatus.Check(NativeMethods.oftpsrv_send_end_response(
                handle,
                Utf8.Bytes(connectionId),
                Utf8.Bytes(virtualFileName),
                Utf8.Bytes(virtualFileDate),
                Utf8.Bytes(destination),
                Utf8.Bytes(originator),
                Utf8.Bytes(creator),
                reasonCode,
                Utf8.Bytes(reasonText),
                Utf8.Bytes(fileHash),
                Utf8.Bytes(signature)));
        }

        /// <summary>
        /// Sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a handler of the
        /// connection it is only asked for and returns at once.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the receiver; empty takes the connection's
        /// <see cref="OFTPConnection.SFIDCode"/>.</param>
        /// <param name="certificateStore">Where the certificate is, mostly the path of a file.</param>
        /// <param name="certificateExchangeType">The kind of exchange. One of
        /// <see cref="CertificateExchangeTypes"/>.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.BadArgument"/> (8),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126), <see cref="OftpserverErrors.ReadFile"/> (679),
        /// <see cref="OftpserverErrors.SendFailed"/> (687), <see cref="OftpserverErrors.Version20Only"/> (688),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690).</exception>
        public void ExchangeCertificate(
            string connectionId,
            string clientSFIDCode,
            string certificateStore,
            int certificateExchangeType)
        {
            using (AwaitedEvent.Enter())
            {
                NativeStatus.Check(NativeMethods.oftpsrv_exchange_certificate(
                    handle,
                    Utf8.Bytes(connectionId),
                    Utf8.Bytes(clientSFIDCode),
                    Utf8.Bytes(certificateStore),
                    certificateExchangeType));
            }
        }

        /// <summary>
        /// Reads the certificates that TrustedCertsData names into <see cref="Oftpserver.TrustedCerts"/>.
        /// </summary>
        /// <exception cref="OftpserverException">Among others
        /// <see cref="OftpserverErrors.TrustedImport"/> (691).</exception>
        public void ImportTrustedCerts()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_import_trusted_certs(handle));
        }

        /// <summary>
        /// Whether <see cref="Oftpserver.Certificate"/> is within its validity period, trusted and not revoked. Why it
        /// is not is told in Log.
        /// </summary>
        /// <returns>Whether it is valid.</returns>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.NotSupported"/> (9),
        /// <see cref="OftpserverErrors.ReadFile"/> (679), <see cref="OftpserverErrors.CertRequired"/> (689),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690).</exception>
        public bool ValidateCert()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_validate_cert(handle, out bool result));
            return result;
        }

        /// <summary>
        /// Sets many config settings and properties at once. With an error in any line nothing is set; the message
        /// names the line.
        /// </summary>
        /// <param name="text">Lines of <c>Name=value</c>; blank lines and lines that begin with <c>#</c> do not count.
        /// A value in double quotes keeps the blanks at its ends; <c>Name=&lt;&lt;END</c>, lines, <c>END</c> gives a
        /// value of several lines.</param>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.UnknownSetting"/> (5),
        /// <see cref="OftpserverErrors.BadValue"/> (6), <see cref="OftpserverErrors.ReadOnly"/> (7),
        /// <see cref="OftpserverErrors.BadArgument"/> (8), <see cref="OftpserverErrors.ReadFile"/> (679),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126).</exception>
        public void LoadConfig(string text)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_load_config(handle, Utf8.Bytes(text)));
        }

        /// <summary>
        /// Whether the connection's recipient certificate is within its validity period, trusted and not revoked. Why
        /// it is not is told in Log.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <returns>Whether it is valid.</returns>
        /// <exception cref="OftpserverException">Among others <see cref="OftpserverErrors.NotSupported"/> (9),
        /// <see cref="OftpserverErrors.InvalidConnectionId"/> (126), <see cref="OftpserverErrors.ReadFile"/> (679),
        /// <see cref="OftpserverErrors.CertRequired"/> (689),
        /// <see cref="OftpserverErrors.InvalidCert"/> (690).</exception>
        public bool ValidateRecipientCert(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_validate_recipient_cert(
                handle,
                Utf8.Bytes(connectionId),
                out bool result));
            return result;
        }

        // By hand.
        partial void AfterStartListening();

        // By hand.
        partial void AfterShutdown();
    }
}
