using System;
using System.Runtime.InteropServices;
using System.Text;

namespace OftpSrv.Native
{
    /// <summary>
    /// Text and bytes across the border; text is NUL-terminated UTF-8. By hand, because the runtimes that load netstandard2.0 do not agree on
    /// UnmanagedType.LPUTF8Str.
    /// </summary>
    internal static class Utf8
    {
        // Strict: half a surrogate pair is an error and not a question mark in a file name.
        private static readonly Encoding Strict = new UTF8Encoding(false, true);
        private static readonly byte[] None = new byte[0];

        /// <summary>A string for an argument of type const char *; null is the empty text.</summary>
        internal static byte[] Bytes(string text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return new byte[1];
            }

            if (text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException("The text contains a NUL character, which would cut it off.");
            }

            var bytes = new byte[Strict.GetByteCount(text) + 1];
            Strict.GetBytes(text, 0, text.Length, bytes, 0);
            return bytes;
        }

        /// <summary>A copy of text that the engine keeps; NULL is the empty text.</summary>
        internal static unsafe string Read(IntPtr text)
        {
            if (text == IntPtr.Zero)
            {
                return string.Empty;
            }

            var start = (byte*)text;
            var length = 0;
            while (start[length] != 0)
            {
                length++;
            }

            return length == 0 ? string.Empty : Encoding.UTF8.GetString(start, length);
        }

        /// <summary>A copy of bytes that the engine keeps.</summary>
        internal static byte[] ReadBytes(IntPtr data, UIntPtr length)
        {
            if (data == IntPtr.Zero || length == UIntPtr.Zero)
            {
                return None;
            }

            var copy = new byte[checked((int)length.ToUInt64())];
            Marshal.Copy(data, copy, 0, copy.Length);
            return copy;
        }

        /// <summary>A copy of text that was handed to us, which is freed.</summary>
        internal static string Take(IntPtr text)
        {
            try
            {
                return Read(text);
            }
            finally
            {
                NativeMethods.oftpsrv_string_free(text);
            }
        }

        /// <summary>A copy of bytes that were handed to us, which are freed.</summary>
        internal static byte[] TakeBytes(IntPtr data, UIntPtr length)
        {
            try
            {
                return ReadBytes(data, length);
            }
            finally
            {
                NativeMethods.oftpsrv_bytes_free(data, length);
            }
        }
    }
}
