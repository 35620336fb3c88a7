using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using OftpSrv;

/// <summary>
/// The public names against the table of the interface (columns kind, owner, name, type, access, c, python, csharp), when
/// OFTPSRV_SURFACE names it. Needs no native library.
/// </summary>
internal static class SurfaceTests
{
    private static readonly Dictionary<string, Type> Types = new Dictionary<string, Type>
    {
        { "String", typeof(string) },
        { "int", typeof(int) },
        { "long", typeof(long) },
        { "boolean", typeof(bool) },
        { "byte[]", typeof(byte[]) },
        { "java.io.OutputStream", typeof(Stream) },
        { "java.io.InputStream", typeof(Stream) },
        { "Certificate", typeof(Certificate) },
        { "CertificateList", typeof(CertificateList) },
        { "OFTPConnectionMap", typeof(OFTPConnectionMap) },
    };

    public static void Add()
    {
        Harness.Add("every name of the interface table is there", Names);
    }

    private static void Names()
    {
        string table = Environment.GetEnvironmentVariable("OFTPSRV_SURFACE");
        if (string.IsNullOrEmpty(table))
        {
            throw new SkipException("OFTPSRV_SURFACE is not set");
        }

        var wrong = new List<string>();
        int count = 0;
        foreach (string[] row in File.ReadLines(table).Skip(1).Select(line => line.Split('\t')))
        {
            if (row[0] == "config" || row[0] == "error")
            {
                continue;
            }

            count++;
            string[] path = row[7].Split('.');
            Type owner = typeof(Oftpserver).Assembly.GetType("OftpSrv." + path[0]);
            bool right = owner != null && (row[0] == "method" ? Method(owner, path[1], row[3])
                : row[0] == "event" ? Event(owner, path[1])
                : Property(owner, path[1], row[3], row[4]));
            if (!right)
            {
                wrong.Add(row[7]);
            }
        }

        Harness.True(wrong.Count == 0, "missing or different: " + string.Join(", ", wrong));
        Harness.True(count > 150, "the table has only " + count + " rows");
    }

    private static bool Property(Type owner, string name, string type, string access)
    {
        PropertyInfo property = owner.GetProperty(name);
        Type wanted;
        return property != null && Types.TryGetValue(type, out wanted) && property.PropertyType == wanted && property.CanRead
            && (access != "rw" || property.GetSetMethod() != null);
    }

    // "void sendFile(String connectionId, String clientSFIDCode ...)"
    private static bool Method(Type owner, string name, string signature)
    {
        string arguments = signature.Substring(signature.IndexOf('(') + 1).TrimEnd(')');
        Type[] types = arguments.Length == 0 ? new Type[0] : arguments.Split(',').Select(part => Types[part.Trim().Split(' ')[0]]).ToArray();
        string result = signature.Split(' ')[0];
        MethodInfo method = owner.GetMethod(name, types);
        return method != null && method.ReturnType == (result == "void" ? typeof(void) : Types[result]);
    }

    private static bool Event(Type owner, string name)
    {
        EventInfo found = owner.GetEvent(name);
        Type handler = owner.GetNestedType(name + "Handler");
        return found != null && handler != null && found.EventHandlerType == handler
            && handler.GetMethod("Invoke").GetParameters()[1].ParameterType.Name == "Oftpserver" + name.Substring(2) + "EventArgs";
    }
}
