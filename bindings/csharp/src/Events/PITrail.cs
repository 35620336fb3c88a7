using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnPITrail"/> tells.</summary>
    public sealed class OftpserverPITrailEventArgs : EventArgs
    {
        internal unsafe OftpserverPITrailEventArgs(PITrailEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(PITrailEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            Data = NativeEvent.Bytes(native->Data, native->DataLen);
            CommandId = native->CommandId;
            CommandDescription = Utf8.Read(native->CommandDescription);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>Who sends: 0 the client, 1 the server.</summary>
        public int Direction { get; }

        /// <summary>The raw command.</summary>
        public byte[] Data { get; }

        /// <summary>The first byte of the command, for instance 88 for SSID.</summary>
        public int CommandId { get; }

        /// <summary>The name of the command.</summary>
        public string CommandDescription { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnPITrail"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnPITrailHandler(object sender, OftpserverPITrailEventArgs e);

        private static readonly EventCallback PITrailThunk = PITrailNative;
        private OnPITrailHandler piTrailHandlers;
        private bool piTrailRegistered;

        /// <summary>A protocol command was sent or received.</summary>
        public event OnPITrailHandler OnPITrail
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref piTrailRegistered, NativeMethods.oftpsrv_on_pi_trail, PITrailThunk);
                    piTrailHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    piTrailHandlers -= value;
                }
            }
        }

        private static unsafe void PITrailNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (PITrailEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnPITrailHandler handlers = self?.piTrailHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverPITrailEventArgs(native);
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
