using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>
    /// oftpsrv_t, together with the GCHandle that the callbacks get as user_data. The GCHandle is weak: it does not keep a
    /// server alive that nobody started (see <see cref="Oftpserver"/> for those that were started). It is freed after
    /// oftpsrv_free, when no callback can come any more.
    /// </summary>
    internal sealed class ServerHandle : SafeHandle
    {
        private GCHandle self;

        private ServerHandle()
            : base(IntPtr.Zero, true)
        {
        }

        /// <inheritdoc/>
        public override bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>What the callbacks get as user_data.</summary>
        internal IntPtr UserData => GCHandle.ToIntPtr(self);

        /// <summary>A new engine for a server.</summary>
        internal static ServerHandle Create(Oftpserver server)
        {
            var created = new ServerHandle();
            created.SetHandle(NativeMethods.oftpsrv_new());
            if (created.IsInvalid)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_last_error_code());
                throw new OftpserverException(OftpserverErrors.Panic, "The engine could not be created.");
            }

            created.self = GCHandle.Alloc(server, GCHandleType.Weak);
            return created;
        }

        /// <inheritdoc/>
        protected override bool ReleaseHandle()
        {
            NativeMethods.oftpsrv_free(handle);
            if (self.IsAllocated)
            {
                self.Free();
            }

            return true;
        }
    }
}
