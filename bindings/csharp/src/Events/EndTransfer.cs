using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnEndTransfer"/> tells and asks.</summary>
    public sealed class OftpserverEndTransferEventArgs : EventArgs
    {
        internal unsafe OftpserverEndTransferEventArgs(EndTransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(EndTransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            LocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            ReasonCode = native->ReasonCode;
            ReasonText = Utf8.Read(native->ReasonText);
            FileSize = native->FileSize;
            FileHash = Utf8.Read(native->FileHash);
            SendEndResponse = native->SendEndResponse != 0;
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>Who sends: 0 the client, 1 the server.</summary>
        public int Direction { get; }

        /// <summary>Full path of the local file.</summary>
        public string LocalFile { get; }

        /// <summary>The name of the file as it travels (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>Date and time of the file in the format of the setting VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>SFID code of the receiver.</summary>
        public string Destination { get; }

        /// <summary>SFID code of the sender.</summary>
        public string Originator { get; }

        /// <summary>0 when all went well, else the reason.</summary>
        public int ReasonCode { get; }

        /// <summary>The text of the reason.</summary>
        public string ReasonText { get; }

        /// <summary>Size of the local file in bytes.</summary>
        public long FileSize { get; }

        /// <summary>Hash of the file in hexadecimal, when a signed end response was asked for.</summary>
        public string FileHash { get; }

        /// <summary>Whether the engine sends the end response by itself; set it to false to send it later with <see cref="Oftpserver.SendEndResponse"/>.</summary>
        public bool SendEndResponse { get; set; }

        internal unsafe void WriteBack(EndTransferEvent* native)
        {
            native->SendEndResponse = SendEndResponse ? (byte)1 : (byte)0;
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnEndTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnEndTransferHandler(object sender, OftpserverEndTransferEventArgs e);

        private static readonly EventCallback EndTransferThunk = EndTransferNative;
        private OnEndTransferHandler endTransferHandlers;
        private bool endTransferRegistered;

        /// <summary>A file has been transferred, or its transfer failed.</summary>
        public event OnEndTransferHandler OnEndTransfer
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref endTransferRegistered, NativeMethods.oftpsrv_on_end_transfer, EndTransferThunk);
                    endTransferHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    endTransferHandlers -= value;
                }
            }
        }

        private static unsafe void EndTransferNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (EndTransferEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnEndTransferHandler handlers = self?.endTransferHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverEndTransferEventArgs(native);
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
