using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnError"/> tells.</summary>
    public sealed class OftpserverErrorEventArgs : EventArgs
    {
        internal OftpserverErrorEventArgs(string connectionId, int errorCode, string description)
        {
            ConnectionId = connectionId;
            ErrorCode = errorCode;
            Description = description;
        }

        internal unsafe OftpserverErrorEventArgs(ErrorEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ErrorEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            ErrorCode = native->ErrorCode;
            Description = Utf8.Read(native->Description);
        }

        /// <summary>The connection, or empty.</summary>
        public string ConnectionId { get; }

        /// <summary>The number of the error, as in <see cref="OftpserverException.Code"/>.</summary>
        public int ErrorCode { get; }

        /// <summary>What went wrong.</summary>
        public string Description { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnError"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnErrorHandler(object sender, OftpserverErrorEventArgs e);

        private static readonly EventCallback ErrorThunk = ErrorNative;
        private OnErrorHandler errorHandlers;
        private bool errorRegistered;

        /// <summary>Something went wrong that no caller is waiting for, or a handler of another event threw an exception.</summary>
        public event OnErrorHandler OnError
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref errorRegistered, NativeMethods.oftpsrv_on_error, ErrorThunk);
                    errorHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    errorHandlers -= value;
                }
            }
        }

        private static unsafe void ErrorNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (ErrorEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnErrorHandler handlers = self?.errorHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverErrorEventArgs(native);
                    handlers(self, e);
                }
            }
            catch (Exception exception)
            {
                Keep(self, exception, Utf8.Read(native->ConnectionId), false);
            }
        }
    }
}
