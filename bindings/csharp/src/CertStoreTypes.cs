namespace OftpSrv
{
    /// <summary>Types of certificate stores, as <see cref="Certificate.StoreType"/> and the settings take them.</summary>
    public static class CertStoreTypes
    {
        /// <summary>A store of the current user (Windows).</summary>
        public const int cstUser = 0;

        /// <summary>A store of the machine (Windows).</summary>
        public const int cstMachine = 1;

        /// <summary>A PFX (PKCS #12) file.</summary>
        public const int cstPFXFile = 2;

        /// <summary>PFX (PKCS #12) content.</summary>
        public const int cstPFXBlob = 3;

        /// <summary>A Java key store file.</summary>
        public const int cstJKSFile = 4;

        /// <summary>Java key store content.</summary>
        public const int cstJKSBlob = 5;

        /// <summary>A PEM file with a private key and possibly a certificate.</summary>
        public const int cstPEMKeyFile = 6;

        /// <summary>PEM content with a private key and possibly a certificate.</summary>
        public const int cstPEMKeyBlob = 7;

        /// <summary>A file with a certificate, PEM or DER.</summary>
        public const int cstPublicKeyFile = 8;

        /// <summary>A certificate, PEM or DER.</summary>
        public const int cstPublicKeyBlob = 9;

        /// <summary>An SSH public key.</summary>
        public const int cstSSHPublicKeyBlob = 10;

        /// <summary>A PKCS #7 file with certificates.</summary>
        public const int cstP7BFile = 11;

        /// <summary>PKCS #7 content with certificates.</summary>
        public const int cstP7BBlob = 12;

        /// <summary>A file with an SSH public key.</summary>
        public const int cstSSHPublicKeyFile = 13;

        /// <summary>A PuTTY private key file.</summary>
        public const int cstPPKFile = 14;

        /// <summary>PuTTY private key content.</summary>
        public const int cstPPKBlob = 15;

        /// <summary>An XML file.</summary>
        public const int cstXMLFile = 16;

        /// <summary>XML content.</summary>
        public const int cstXMLBlob = 17;

        /// <summary>A file with a JSON Web Key.</summary>
        public const int cstJWKFile = 18;

        /// <summary>A JSON Web Key.</summary>
        public const int cstJWKBlob = 19;

        /// <summary>A BCFKS (Bouncy Castle FIPS key store) file.</summary>
        public const int cstBCFKSFile = 21;

        /// <summary>BCFKS (Bouncy Castle FIPS key store) content.</summary>
        public const int cstBCFKSBlob = 22;

        /// <summary>A key that is reached through PKCS #11.</summary>
        public const int cstPKCS11 = 23;

        /// <summary>Found out from the content; never a PKCS #11 module, whatever a file is called.</summary>
        public const int cstAuto = 99;
    }
}
