using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OftpSrv;

/// <summary>Certificates. The files are made by run.sh; OFTPSRV_TEST_CERTS names their folder.</summary>
internal static class CertificateTests
{
    private const string Subject = "oftpsrv-cs";

    public static void Add()
    {
        Harness.Add("a certificate is loaded from every kind of store", Stores);
        Harness.Add("a certificate's fields are read", Fields);
        Harness.Add("a certificate at hand finds its key in a store", Encoded);
        Harness.Add("a file that is not there is 679, a store without the certificate 690", Missing);
        Harness.Add("certificate options: Thumbprint chooses, unknown ones are code 5", Options);
        Harness.Add("a server keeps the certificates it is given", OnServer);
        Harness.Add("a server's certificate is set in place, in any order", InPlace);
        Harness.Add("stores of Windows are code 9 and say what to use instead", Windows);
        Harness.Add("TrustedCerts is a live list", Trusted);
        Harness.Add("TLS without a certificate is 689", TlsWithoutCertificate);
    }

    internal static string File(string name)
    {
        string folder = Environment.GetEnvironmentVariable("OFTPSRV_TEST_CERTS");
        if (string.IsNullOrEmpty(folder))
        {
            throw new SkipException("OFTPSRV_TEST_CERTS is not set");
        }

        return Path.Combine(folder, name);
    }

    private static void Stores()
    {
        byte[] pfx = System.IO.File.ReadAllBytes(File("key.pfx"));
        byte[] pem = System.IO.File.ReadAllBytes(File("key.pem"));
        var withKey = new Func<Certificate>[]
        {
            () => new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "secret", "*"),
            () => new Certificate(CertStoreTypes.cstPFXBlob, pfx, "secret", "*"),
            () => new Certificate(CertStoreTypes.cstPEMKeyFile, File("key.pem"), "", "*"),
            () => new Certificate(CertStoreTypes.cstPEMKeyBlob, pem, "", "CN=" + Subject),
            () => new Certificate(CertStoreTypes.cstPEMKeyBlob, System.IO.File.ReadAllText(File("key.pem")), "", Subject),
            () => new Certificate(CertStoreTypes.cstAuto, File("key.pfx"), "secret", "*"),
        };
        for (int i = 0; i < withKey.Length; i++)
        {
            using (Certificate certificate = withKey[i]())
            {
                Harness.Equal(true, certificate.PrivateKeyAvailable, "PrivateKeyAvailable of number " + i);
                Harness.True(certificate.Subject.Contains(Subject), "Subject of number " + i + ": " + certificate.Subject);
            }
        }

        foreach (Certificate one in new[] { new Certificate(File("cert.pem")), new Certificate(System.IO.File.ReadAllBytes(File("cert.der"))) })
        {
            using (one)
            {
                Harness.Equal(false, one.PrivateKeyAvailable, "PrivateKeyAvailable");
                Harness.True(one.Subject.Contains(Subject), one.Subject);
            }
        }
    }

    private static void Fields()
    {
        using (var certificate = new Certificate(File("cert.pem")))
        {
            Harness.Equal(certificate.Subject, certificate.Issuer, "Issuer");
            Harness.Equal("V3", certificate.Version, "Version");
            Harness.Equal(2048, certificate.PublicKeyLength, "PublicKeyLength");
            Harness.Equal("RSA", certificate.PublicKeyAlgorithm, "PublicKeyAlgorithm");
            Harness.Equal(64, certificate.ThumbprintSHA256.Length, "length of ThumbprintSHA256");
            Harness.True(certificate.ExpirationDate.Length > 0 && certificate.SerialNumber.Length > 0, "fields are empty");
            Harness.True(certificate.Encoded.Contains("BEGIN CERTIFICATE") || certificate.Encoded.Length > 100, certificate.Encoded);
            Harness.Equal(CertStoreTypes.cstPublicKeyFile, certificate.StoreType, "StoreType");
        }

        using (var empty = new Certificate())
        {
            Harness.Equal(string.Empty, empty.Subject, "Subject");
            Harness.Equal("MY", empty.Store, "Store");
            Harness.Equal(false, empty.PrivateKeyAvailable, "PrivateKeyAvailable");
        }
    }

    private static void Encoded()
    {
        byte[] der = System.IO.File.ReadAllBytes(File("cert.der"));
        using (var certificate = new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "secret", der))
        {
            Harness.Equal(true, certificate.PrivateKeyAvailable, "PrivateKeyAvailable");
        }
    }

    private static void Missing()
    {
        Harness.Fails(679, () => new Certificate(File("nothing.pem")));
        Harness.Fails(690, () => new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "wrong", "*"));
        Harness.Fails(690, () => new Certificate(CertStoreTypes.cstPEMKeyFile, File("key.pem"), "", "CN=somebody else"));
        Harness.Fails(690, () => new Certificate(new byte[0]));
        foreach (int kind in new[] { CertStoreTypes.cstPFXFile, CertStoreTypes.cstPKCS11, CertStoreTypes.cstAuto })
        {
            Harness.Fails(679, () => new Certificate(kind, File("nothing.pfx"), "", "*"), File("nothing.pfx"));
        }

        Harness.Fails(690, () => new Certificate(CertStoreTypes.cstAuto, File("key.pfx"), "", "*"), "needs a password");
        Harness.Fails(690, () => new Certificate(CertStoreTypes.cstAuto, File("key.pfx"), "wrong", "*"), "is wrong");
    }

    private static void Options()
    {
        string thumbprint;
        using (var certificate = new Certificate(File("cert.pem")))
        {
            thumbprint = certificate.ThumbprintSHA1;
        }

        string options = "PersistPFXKey=False\nThumbprint=" + thumbprint;
        using (var certificate = new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "secret", "*", options))
        {
            Harness.Equal(thumbprint, certificate.ThumbprintSHA1, "ThumbprintSHA1");
        }

        Harness.Fails(5, () => new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "secret", "*", "Colour=blue"));
    }

    private static void OnServer()
    {
        using (var server = new Oftpserver())
        {
            using (var certificate = new Certificate(CertStoreTypes.cstPFXFile, File("key.pfx"), "secret", "*"))
            {
                server.Certificate = certificate;
                server.SSLCert = certificate;
            }

            using (Certificate kept = server.Certificate)
            {
                Harness.True(kept.Subject.Contains(Subject), kept.Subject);
                Harness.Equal(true, kept.PrivateKeyAvailable, "PrivateKeyAvailable");
            }

            server.SSLCert = null;
            Harness.Equal(string.Empty, server.SSLCert.Subject, "Subject of what is not set");
            Harness.Equal(false, server.SSLCert.PrivateKeyAvailable, "PrivateKeyAvailable of what is not set");
        }
    }

    private static void InPlace()
    {
        var fields = new Dictionary<string, Action<Certificate>>
        {
            { "StoreType", certificate => certificate.StoreType = CertStoreTypes.cstPFXFile },
            { "Store", certificate => certificate.Store = File("key.pfx") },
            { "StorePassword", certificate => certificate.StorePassword = "secret" },
            { "Subject", certificate => certificate.Subject = "*" },
        };
        foreach (string[] order in Orders(fields.Keys.ToArray()))
        {
            using (var server = new Oftpserver())
            {
                foreach (string name in order)
                {
                    fields[name](server.SSLCert);
                    fields[name](server.Certificate);
                }

                string told = string.Join(" ", order);
                Harness.True(server.SSLCert.Subject.Contains(Subject), told + ": " + server.SSLCert.Subject);
                Harness.Equal(true, server.SSLCert.PrivateKeyAvailable, told);
                Harness.Equal(server.SSLCert.SerialNumber, server.Certificate.SerialNumber, told);
            }
        }

        using (var test = new TestServer())
        {
            test.Server.UseSSL = true;
            test.Server.SSLCert.StoreType = CertStoreTypes.cstPFXFile;
            test.Server.SSLCert.Subject = "*";
            test.Server.SSLCert.Store = File("key.pfx");
            Harness.Fails(690, test.Server.StartListening);
            Harness.Fails(690, () => { string issuer = test.Server.SSLCert.Issuer; });
            test.Server.SSLCert.StorePassword = "secret";
            test.Server.StartListening();
            Harness.Fails(679, () =>
            {
                test.Server.SSLCert.Store = File("nothing.pfx");
                test.Server.SSLCert.Subject = "*";
            });
            Harness.Equal(true, test.Server.SSLCert.PrivateKeyAvailable, "PrivateKeyAvailable after what failed");
        }
    }

    private static void Windows()
    {
        foreach (int type in new[] { CertStoreTypes.cstUser, CertStoreTypes.cstMachine })
        {
            try
            {
                new Certificate(type, "MY", "", "CN=server").Dispose();
                Harness.True(false, "no exception");
            }
            catch (OftpserverException exception)
            {
                Harness.Equal(9, exception.Code, "Code");
                Harness.True(exception.Message.Contains("PFX file") && exception.Message.Contains("cstPFXFile"), exception.Message);
            }
        }
    }

    private static IEnumerable<string[]> Orders(string[] names)
    {
        if (names.Length == 1)
        {
            return new[] { names };
        }

        return names.SelectMany(first => Orders(names.Where(name => name != first).ToArray())
            .Select(rest => new[] { first }.Concat(rest).ToArray()));
    }

    private static void Trusted()
    {
        using (var server = new Oftpserver())
        using (var certificate = new Certificate(File("cert.pem")))
        {
            CertificateList list = server.TrustedCerts;
            list.Add(certificate);
            Harness.Equal(1, server.TrustedCerts.Count, "Count");
            Certificate read = server.TrustedCerts.Single();
            Harness.Equal(certificate.ThumbprintSHA1, read.ThumbprintSHA1, "ThumbprintSHA1");
            Harness.Throws<ArgumentNullException>(() => list.Add(null));
            list.Clear();
            Harness.Equal(0, server.TrustedCerts.Count, "Count");
            server.TrustedCerts = new CertificateList { certificate, certificate };
            Harness.True(server.TrustedCerts.Count > 0, "no certificate");
            server.TrustedCerts = null;
            Harness.Equal(0, server.TrustedCerts.Count, "Count");
            server.Config("TrustedCertsData=" + File("cert.pem"));
            server.ImportTrustedCerts();
            Harness.Equal(1, server.TrustedCerts.Count, "Count after ImportTrustedCerts");
        }
    }

    private static void TlsWithoutCertificate()
    {
        using (var test = new TestServer())
        {
            test.Server.UseSSL = true;
            Harness.Fails(689, test.Server.StartListening);
        }
    }
}
