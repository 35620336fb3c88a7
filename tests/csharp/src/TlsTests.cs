using System;
using System.IO;
using System.Linq;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OftpSrv;

/// <summary>Sessions over TLS. The partner presents the certificate that the server has, too: one is enough here.</summary>
internal static class TlsTests
{
    public static void Add()
    {
        Harness.Add("a file arrives over TLS, and the handshake is told", Deliver);
        Harness.Add("SSLClientAuthentication tells the certificate and accepts it", Accepted);
        Harness.Add("SSLClientAuthentication refuses", () => Refused(e => e.Accept = false));
        Harness.Add("an exception in SSLClientAuthentication refuses", () => Refused(e => throw new InvalidOperationException("broken")));
        Harness.Add("an exception in SSLClientAuthentication refuses a trusted partner, too", FailingHandler);
        Harness.Add("SSLConnectionRequest chooses another certificate", OtherCertificate);
    }

    private static TestServer Server()
    {
        var test = new TestServer();
        using (var certificate = new Certificate(CertStoreTypes.cstPFXFile, CertificateTests.File("key.pfx"), "secret", "*"))
        {
            test.Server.SSLCert = certificate;
        }

        test.Server.UseSSL = true;
        return test;
    }

    private static OftpPartner Call(int port)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = new X509Certificate2(CertificateTests.File("legacy.pfx"), "secret");
        }
        catch (Exception exception) when (exception is TypeInitializationException || exception is DllNotFoundException)
        {
            throw new SkipException("this runtime has no TLS: " + exception.Message);
        }

        return new OftpPartner(port, tls: certificate);
    }

    private static void Deliver()
    {
        byte[] content = TestServer.Content(100000);
        int messages = 0;
        using (TestServer test = Server())
        {
            test.Server.OnSSLStatus += (sender, e) => messages++;
            using (OftpPartner partner = Call(test.Start()))
            {
                Harness.True(partner.Open(), "refused: " + partner.EndReason);
                Harness.Equal('4', (char)partner.SendFile("SECURE", content)[0], "answer to EFID");
                Harness.Bytes(content, File.ReadAllBytes(test.Transfers.Single().LocalFile));
                Harness.True(messages > 0, "no SSLStatus");
            }
        }
    }

    private static void Accepted()
    {
        OftpserverSSLClientAuthenticationEventArgs told = null;
        using (TestServer test = Server())
        {
            test.Server.SSLAuthenticateClients = true;
            test.Server.OnSSLClientAuthentication += (sender, e) =>
            {
                told = e;
                e.Accept = true;
            };
            using (OftpPartner partner = Call(test.Start()))
            {
                Harness.True(partner.Open(), "refused: " + partner.EndReason);
            }
        }

        Harness.Bytes(File.ReadAllBytes(CertificateTests.File("cert.der")), told.CertEncoded, "CertEncoded");
        Harness.True(told.CertSubject.Contains("oftpsrv-cs"), told.CertSubject);
    }

    private static void Refused(Action<OftpserverSSLClientAuthenticationEventArgs> answer)
    {
        using (TestServer test = Server())
        {
            test.Server.SSLAuthenticateClients = true;
            test.Server.OnSSLClientAuthentication += (sender, e) => answer(e);
            bool greeted;
            try
            {
                using (OftpPartner partner = Call(test.Start()))
                {
                    greeted = partner.Receive() != null;
                }
            }
            catch (Exception exception) when (exception is IOException || exception is AuthenticationException)
            {
                greeted = false;
            }

            Harness.True(!greeted, "the server greeted a partner that was refused");
        }
    }

    private static void FailingHandler()
    {
        bool accepted = false;
        using (TestServer test = Server())
        {
            test.Server.SSLAuthenticateClients = true;
            test.Server.Config("SSLClientCACerts=" + File.ReadAllText(CertificateTests.File("cert.pem")));
            test.Server.OnSSLClientAuthentication += (sender, e) =>
            {
                accepted = e.Accept;
                throw new InvalidOperationException("broken");
            };
            bool greeted;
            try
            {
                using (OftpPartner partner = Call(test.Start()))
                {
                    greeted = partner.Receive() != null;
                }
            }
            catch (Exception exception) when (exception is IOException || exception is AuthenticationException)
            {
                greeted = false;
            }

            Harness.True(accepted, "the partner's certificate is not trusted");
            Harness.True(!greeted, "the server greeted a partner although the handler failed");
        }
    }

    private static void OtherCertificate()
    {
        using (var test = new TestServer())
        {
            using (var other = new Certificate(CertStoreTypes.cstPFXFile, CertificateTests.File("other-key.pfx"), "secret", "*"))
            {
                test.Server.SSLCert = other;
            }

            string asked = null;
            test.Server.UseSSL = true;
            test.Server.OnSSLConnectionRequest += (sender, e) =>
            {
                asked = e.SupportedCipherSuites;
                e.CertStoreType = CertStoreTypes.cstPFXFile;
                e.CertStore = CertificateTests.File("key.pfx");
                e.CertPassword = "secret";
                e.CertSubject = "*";
            };
            using (OftpPartner partner = Call(test.Start()))
            {
                Harness.True(partner.Open(), "refused: " + partner.EndReason);
                Harness.True(!string.IsNullOrEmpty(asked), "no SSLConnectionRequest");
                Harness.True(partner.ServerSubject.Contains("oftpsrv-cs"), partner.ServerSubject);
            }
        }
    }
}
