namespace OftpSrv
{
    /// <summary>Values of <see cref="OFTPConnection.Version"/> and of the versions in AcceptConnection.</summary>
    public static class OFTPVersions
    {
        /// <summary>OFTP 1.2.</summary>
        public const int oftpVer12 = 0;

        /// <summary>OFTP 1.3.</summary>
        public const int oftpVer13 = 1;

        /// <summary>OFTP 1.4.</summary>
        public const int oftpVer14 = 2;

        /// <summary>OFTP 2.0.</summary>
        public const int oftpVer20 = 3;
    }

    /// <summary>Values of <see cref="OFTPConnection.EncryptionAlgorithm"/>.</summary>
    public static class EncryptionAlgorithms
    {
        /// <summary>Triple DES.</summary>
        public const int encra3DES = 0;

        /// <summary>AES.</summary>
        public const int encraAES = 1;
    }

    /// <summary>Values of <see cref="OFTPConnection.VirtualFileFormat"/>.</summary>
    public static class VirtualFileFormats
    {
        /// <summary>Bytes without structure.</summary>
        public const int ffUnstructured = 0;

        /// <summary>Lines of text.</summary>
        public const int ffText = 1;

        /// <summary>Records of one length.</summary>
        public const int ffFixed = 2;

        /// <summary>Records of different lengths.</summary>
        public const int ffVariable = 3;
    }

    /// <summary>Values of <see cref="OFTPConnection.VirtualFileSecurityLevel"/>.</summary>
    public static class VirtualFileSecurityLevels
    {
        /// <summary>Neither signed nor encrypted.</summary>
        public const int slNone = 0;

        /// <summary>Encrypted.</summary>
        public const int slEncrypted = 1;

        /// <summary>Signed.</summary>
        public const int slSigned = 2;

        /// <summary>Encrypted and signed.</summary>
        public const int slEncryptedAndSigned = 3;
    }
}
