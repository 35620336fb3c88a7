using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>Whether the server listens. Setting it starts or stops listening.</summary>
        public bool Listening
        {
            get
            {
                return NativeMethods.oftpsrv_is_listening(handle);
            }

            set
            {
                if (value == Listening)
                {
                    return;
                }

                if (value)
                {
                    StartListening();
                }
                else
                {
                    StopListening();
                }
            }
        }

        /// <summary>Starts to listen on <see cref="LocalPort"/>.</summary>
        /// <exception cref="OftpserverException">104 already listening; 672 and 673 a code is not set; 689 no certificate for TLS;
        /// 10000 and more: the system refuses the port.</exception>
        public void StartListening()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_start(handle));
            Started.TryAdd(this, true);
        }

        /// <summary>Stops to listen. Connections that are there go on.</summary>
        public void StopListening()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_stop(handle));
        }

        /// <summary>Stops to listen and disconnects every client.</summary>
        public void Shutdown()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_shutdown(handle));
            bool ignored;
            Started.TryRemove(this, out ignored);
        }

        /// <summary>Sets all properties and settings back to their defaults.</summary>
        public void Reset()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_reset(handle));
        }

        /// <summary>Sets or reads a configuration setting.</summary>
        /// <param name="configurationString">"Name=value" to set, "Name" to read; for one connection "Name[connection id]".</param>
        /// <returns>The value.</returns>
        public string Config(string configurationString)
        {
            System.IntPtr value;
            NativeStatus.Check(NativeMethods.oftpsrv_config(handle, Utf8.Bytes(configurationString), out value));
            return Utf8.Take(value);
        }

        /// <summary>Gives the turn to the partner (CD). Not needed in normal operation.</summary>
        /// <param name="connectionId">The connection.</param>
        public void ChangeDirection(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_change_direction(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>Disconnects a client.</summary>
        /// <param name="connectionId">The connection.</param>
        public void Disconnect(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_disconnect(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>Sends a certificate to the partner, or asks for one with it (version 2.0).</summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the partner.</param>
        /// <param name="certificateStore">Where the certificate is; mostly the path of a .cer file.</param>
        /// <param name="certificateExchangeType">0 request, 1 replace, 2 deliver.</param>
        public void ExchangeCertificate(string connectionId, string clientSFIDCode, string certificateStore, int certificateExchangeType)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_exchange_certificate(
                handle,
                Utf8.Bytes(connectionId),
                Utf8.Bytes(clientSFIDCode),
                Utf8.Bytes(certificateStore),
                certificateExchangeType));
        }

        /// <summary>Imports CA certificates from the source that the setting TrustedCertsData names into <see cref="TrustedCerts"/>.</summary>
        public void ImportTrustedCerts()
        {
            NativeStatus.Check(NativeMethods.oftpsrv_import_trusted_certs(handle));
        }

        /// <summary>Ends the sending of a file without disconnecting the client.</summary>
        /// <param name="connectionId">The connection.</param>
        public void Interrupt(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_interrupt(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>Ends the session with a client, or gives it the turn when it still has something to send.</summary>
        /// <param name="connectionId">The connection.</param>
        public void Logoff(string connectionId)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_logoff(handle, Utf8.Bytes(connectionId)));
        }

        /// <summary>
        /// Sends the end response of a file that was received, after <see cref="OftpserverEndTransferEventArgs.SendEndResponse"/>
        /// was set to false, or one that is passed on.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="virtualFileName">The name of the file.</param>
        /// <param name="virtualFileDate">Date and time of the file, in a format that keeps all of it.</param>
        /// <param name="destination">The SFID code of the partner.</param>
        /// <param name="originator">The SFID code of this side.</param>
        /// <param name="creator">The SFID code of the side that creates the response.</param>
        /// <param name="reasonCode">0 sends a positive response (EERP), a reason a negative one (NERP).</param>
        /// <param name="reasonText">The text of the reason.</param>
        /// <param name="fileHash">The hash that EndTransfer told.</param>
        /// <param name="signature">The signature, when a response is passed on; else empty.</param>
        public void SendEndResponse(
            string connectionId,
            string virtualFileName,
            string virtualFileDate,
            string destination,
            string originator,
            string creator,
            int reasonCode,
            string reasonText,
            string fileHash,
            string signature)
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
        /// Sends a file and returns when the partner has accepted or refused it. Possible while the connection's ReadyToSend is
        /// true. From a handler of the same connection use <see cref="SendFileAsync"/>.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the receiver.</param>
        /// <param name="fileName">Full path of the file; empty when the connection's UploadStream is set.</param>
        /// <param name="virtualFileName">The name that the receiver sees.</param>
        public void SendFile(string connectionId, string clientSFIDCode, string fileName, string virtualFileName)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_send_file(
                handle,
                Utf8.Bytes(connectionId),
                Utf8.Bytes(clientSFIDCode),
                Utf8.Bytes(fileName),
                Utf8.Bytes(virtualFileName)));
        }

        /// <summary>
        /// Puts a file into the connection's queue of files to be sent and returns at once. How it went is told by
        /// <see cref="OnEndTransfer"/> or <see cref="OnError"/>. May be called from every handler.
        /// </summary>
        /// <param name="connectionId">The connection.</param>
        /// <param name="clientSFIDCode">The SFID code of the receiver.</param>
        /// <param name="fileName">Full path of the file; empty when the connection's UploadStream is set.</param>
        /// <param name="virtualFileName">The name that the receiver sees.</param>
        public void SendFileAsync(string connectionId, string clientSFIDCode, string fileName, string virtualFileName)
        {
            NativeStatus.Check(NativeMethods.oftpsrv_send_file_async(
                handle,
                Utf8.Bytes(connectionId),
                Utf8.Bytes(clientSFIDCode),
                Utf8.Bytes(fileName),
                Utf8.Bytes(virtualFileName)));
        }

        /// <summary>Checks <see cref="Certificate"/>: its dates, its issuer against <see cref="TrustedCerts"/>, its revocation.</summary>
        /// <returns>True when it is valid. Why it is not is told in Log; 689 is thrown only when there is none.</returns>
        public bool ValidateCert()
        {
            bool valid;
            NativeStatus.Check(NativeMethods.oftpsrv_validate_cert(handle, out valid));
            return valid;
        }

        /// <summary>Checks the partner's certificate that the connection's RecipientCert fields name, as <see cref="ValidateCert"/> does.</summary>
        /// <param name="connectionId">The connection.</param>
        /// <returns>True when it is valid.</returns>
        public bool ValidateRecipientCert(string connectionId)
        {
            bool valid;
            NativeStatus.Check(NativeMethods.oftpsrv_validate_recipient_cert(handle, Utf8.Bytes(connectionId), out valid));
            return valid;
        }
    }
}
