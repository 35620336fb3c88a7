using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnTransfer"/> tells.</summary>
    public sealed class OftpserverTransferEventArgs : EventArgs
    {
        internal unsafe OftpserverTransferEventArgs(TransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(TransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            LocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            BytesTransferred = native->BytesTransferred;
            Text = NativeEvent.Bytes(native->Text, native->TextLen);
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

        /// <summary>Bytes of this file so far.</summary>
        public long BytesTransferred { get; }

        /// <summary>The bytes just received; empty when sending.</summary>
        public byte[] Text { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnTransferHandler(object sender, OftpserverTransferEventArgs e);

        private static readonly EventCallback TransferThunk = TransferNative;
        private OnTransferHandler transferHandlers;
        private bool transferRegistered;

        /// <summary>Data of a file was sent or received.</summary>
        public event OnTransferHandler OnTransfer
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref transferRegistered, NativeMethods.oftpsrv_on_transfer, TransferThunk);
                    transferHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    transferHandlers -= value;
                }
            }
        }

        private static unsafe void TransferNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (TransferEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnTransferHandler handlers = self?.transferHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverTransferEventArgs(native);
                    handlers(self, e);
                }
            }
            catch (Exception exception)
            {
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
