namespace OftpSrv.Native
{
    /// <summary>Status numbers of the engine to exceptions.</summary>
    internal static class NativeStatus
    {
        /// <summary>Throws for every status but 0, with the message that the engine keeps for this thread.</summary>
        internal static void Check(int status)
        {
            if (status == 0)
            {
                return;
            }

            string message = NativeMethods.oftpsrv_last_error_code() == status
                ? Utf8.Read(NativeMethods.oftpsrv_last_error_message())
                : string.Empty;
            throw new OftpserverException(status, message.Length == 0 ? "Error " + status + "." : message);
        }
    }
}
