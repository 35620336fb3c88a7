using System;

namespace OftpSrv
{
    /// <summary>An error of the engine, with its stable number.</summary>
    public class OftpserverException : Exception
    {
        /// <summary>An error with its number and text.</summary>
        /// <param name="code">The number; see <see cref="Code"/>.</param>
        /// <param name="message">What went wrong.</param>
        public OftpserverException(int code, string message)
            : base(message)
        {
            Code = code;
        }

        /// <summary>An error with its number, its text and what caused it.</summary>
        /// <param name="code">The number; see <see cref="Code"/>.</param>
        /// <param name="message">What went wrong.</param>
        /// <param name="innerException">The cause.</param>
        public OftpserverException(int code, string message, Exception innerException)
            : base(message, innerException)
        {
            Code = code;
        }

        /// <summary>
        /// The class reference's trappable error code (104, 126, 671 ...), 10000 and more for errors of the operating system's
        /// network, or 1 to 99 for misuse of the interface and what is our own. <see cref="OftpserverErrors"/> names them.
        /// </summary>
        public int Code { get; }
    }
}
