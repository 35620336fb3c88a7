using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnLog"/> tells.</summary>
    public sealed class OftpserverLogEventArgs : EventArgs
    {
        internal unsafe OftpserverLogEventArgs(LogEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(LogEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            LogLevel = native->LogLevel;
            Message = Utf8.Read(native->Message);
            LogType = Utf8.Read(native->LogType);
        }

        /// <summary>The connection, or empty.</summary>
        public string ConnectionId { get; }

        /// <summary>1 info, 2 verbose, 3 debug.</summary>
        public int LogLevel { get; }

        /// <summary>The entry.</summary>
        public string Message { get; }

        /// <summary>"Info" or "OFTP".</summary>
        public string LogType { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnLog"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnLogHandler(object sender, OftpserverLogEventArgs e);

        private static readonly EventCallback LogThunk = LogNative;
        private OnLogHandler logHandlers;
        private bool logRegistered;

        /// <summary>A log entry; the setting LogLevel says how many there are.</summary>
        public event OnLogHandler OnLog
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref logRegistered, NativeMethods.oftpsrv_on_log, LogThunk);
                    logHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    logHandlers -= value;
                }
            }
        }

        private static unsafe void LogNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (LogEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnLogHandler handlers = self?.logHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverLogEventArgs(native);
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
