using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnEndResponse"/> tells and asks.</summary>
    public sealed class OftpserverEndResponseEventArgs : EventArgs
    {
        private readonly string givenFileHash;

        internal unsafe OftpserverEndResponseEventArgs(EndResponseEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(EndResponseEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            Creator = Utf8.Read(native->Creator);
            ReasonCode = native->ReasonCode;
            ReasonText = Utf8.Read(native->ReasonText);
            FileHash = givenFileHash = Utf8.Read(native->FileHash);
            Signature = Utf8.Read(native->Signature);
            Direction = native->Direction;
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>The name of the file as it travels (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>Date and time of the file in the format of the setting VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>SFID code of the side that the response is for.</summary>
        public string Destination { get; }

        /// <summary>SFID code of the side that issued the response.</summary>
        public string Originator { get; }

        /// <summary>SFID code of the side that created a negative response; empty for a positive one.</summary>
        public string Creator { get; }

        /// <summary>0 for a positive response (EERP), else the reason of the negative one (NERP).</summary>
        public int ReasonCode { get; }

        /// <summary>The text of the reason.</summary>
        public string ReasonText { get; }

        /// <summary>Hash of the file in hexadecimal. Set it to the value that is expected to have the engine compare.</summary>
        public string FileHash { get; set; }

        /// <summary>Base64 of the signature, when the response is signed.</summary>
        public string Signature { get; }

        /// <summary>0 received, 1 sent.</summary>
        public int Direction { get; }

        internal unsafe void WriteBack(EndResponseEvent* native)
        {
            if (!string.Equals(FileHash, givenFileHash, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_end_response_event_set_file_hash((IntPtr)native, Utf8.Bytes(FileHash)));
            }
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnEndResponse"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndResponseHandler(object sender, OftpserverEndResponseEventArgs e);

        private static readonly EventCallback EndResponseThunk = EndResponseNative;
        private OnEndResponseHandler endResponseHandlers;
        private bool endResponseRegistered;

        /// <summary>An end response (EERP or NERP) arrived or, with the setting FireEndResponseOnSend, was sent.</summary>
        public event OnEndResponseHandler OnEndResponse
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref endResponseRegistered, NativeMethods.oftpsrv_on_end_response, EndResponseThunk);
                    endResponseHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    endResponseHandlers -= value;
                }
            }
        }

        private static unsafe void EndResponseNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (EndResponseEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnEndResponseHandler handlers = self?.endResponseHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverEndResponseEventArgs(native);
                    handlers(self, e);
                    e.WriteBack(native);
                }
            }
            catch (Exception exception)
            {
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
