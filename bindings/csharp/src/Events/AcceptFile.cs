using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnAcceptFile"/> tells and asks.</summary>
    public sealed class OftpserverAcceptFileEventArgs : EventArgs
    {
        private readonly string givenFileName;
        private readonly string givenErrorDescription;

        internal unsafe OftpserverAcceptFileEventArgs(AcceptFileEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(AcceptFileEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            Accept = native->Accept != 0;
            FileName = givenFileName = Utf8.Read(native->FileName);
            Overwrite = native->Overwrite != 0;
            ErrorCode = native->ErrorCode;
            ErrorDescription = givenErrorDescription = Utf8.Read(native->ErrorDescription);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>The name of the file as it travels (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>Date and time of the file in the format of the setting VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>SFID code of the receiver.</summary>
        public string Destination { get; }

        /// <summary>SFID code of the sender.</summary>
        public string Originator { get; }

        /// <summary>Whether to take the file; set it to false to refuse it.</summary>
        public bool Accept { get; set; }

        /// <summary>Full path under which the file will be stored; it may be changed.</summary>
        public string FileName { get; set; }

        /// <summary>Whether an existing file of that name is replaced.</summary>
        public bool Overwrite { get; set; }

        /// <summary>The reason of a refusal as it travels in the SFNA; 0 becomes 99.</summary>
        public int ErrorCode { get; set; }

        /// <summary>The text of a refusal; it travels in version 2.0 only.</summary>
        public string ErrorDescription { get; set; }

        internal unsafe void WriteBack(AcceptFileEvent* native)
        {
            native->Accept = Accept ? (byte)1 : (byte)0;
            if (!string.Equals(FileName, givenFileName, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_file_event_set_file_name((IntPtr)native, Utf8.Bytes(FileName)));
            }
            native->Overwrite = Overwrite ? (byte)1 : (byte)0;
            native->ErrorCode = ErrorCode;
            if (!string.Equals(ErrorDescription, givenErrorDescription, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_file_event_set_error_description((IntPtr)native, Utf8.Bytes(ErrorDescription)));
            }
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnAcceptFile"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnAcceptFileHandler(object sender, OftpserverAcceptFileEventArgs e);

        private static readonly EventCallback AcceptFileThunk = AcceptFileNative;
        private OnAcceptFileHandler acceptFileHandlers;
        private bool acceptFileRegistered;

        /// <summary>The partner offers a file: take it or refuse it, and say where it goes.</summary>
        /// <remarks>An exception in a handler refuses the file.</remarks>
        public event OnAcceptFileHandler OnAcceptFile
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref acceptFileRegistered, NativeMethods.oftpsrv_on_accept_file, AcceptFileThunk);
                    acceptFileHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    acceptFileHandlers -= value;
                }
            }
        }

        private static unsafe void AcceptFileNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (AcceptFileEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnAcceptFileHandler handlers = self?.acceptFileHandlers;
                if (self == null)
                {
                    native->Accept = 0;
                }
                else if (handlers != null)
                {
                    var e = new OftpserverAcceptFileEventArgs(native);
                    handlers(self, e);
                    e.WriteBack(native);
                }
            }
            catch (Exception exception)
            {
                native->Accept = 0;
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
