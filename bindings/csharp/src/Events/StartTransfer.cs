using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnStartTransfer"/> tells and asks.</summary>
    public sealed class OftpserverStartTransferEventArgs : EventArgs
    {
        private readonly string givenLocalFile;

        internal unsafe OftpserverStartTransferEventArgs(StartTransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(StartTransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            LocalFile = givenLocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>Who sends: 0 the client, 1 the server.</summary>
        public int Direction { get; }

        /// <summary>Full path of the local file; it may be changed.</summary>
        public string LocalFile { get; set; }

        /// <summary>The name of the file as it travels (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>Date and time of the file in the format of the setting VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>SFID code of the receiver.</summary>
        public string Destination { get; }

        /// <summary>SFID code of the sender.</summary>
        public string Originator { get; }

        internal unsafe void WriteBack(StartTransferEvent* native)
        {
            if (!string.Equals(LocalFile, givenLocalFile, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_start_transfer_event_set_local_file((IntPtr)native, Utf8.Bytes(LocalFile)));
            }
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnStartTransfer"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnStartTransferHandler(object sender, OftpserverStartTransferEventArgs e);

        private static readonly EventCallback StartTransferThunk = StartTransferNative;
        private OnStartTransferHandler startTransferHandlers;
        private bool startTransferRegistered;

        /// <summary>The transfer of a file starts.</summary>
        public event OnStartTransferHandler OnStartTransfer
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref startTransferRegistered, NativeMethods.oftpsrv_on_start_transfer, StartTransferThunk);
                    startTransferHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    startTransferHandlers -= value;
                }
            }
        }

        private static unsafe void StartTransferNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (StartTransferEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnStartTransferHandler handlers = self?.startTransferHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverStartTransferEventArgs(native);
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
