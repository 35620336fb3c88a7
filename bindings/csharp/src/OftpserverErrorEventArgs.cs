namespace OftpSrv
{
    public sealed partial class OftpserverErrorEventArgs
    {
        /// <summary>An error that this assembly reports and not the engine.</summary>
        internal OftpserverErrorEventArgs(string connectionId, int errorCode, string description)
        {
            ConnectionId = connectionId;
            ErrorCode = errorCode;
            Description = description;
        }
    }
}
