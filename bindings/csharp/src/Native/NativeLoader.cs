using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>
    /// Makes DllImport("oftpsrv") find the file that the environment variable OFTPSRV_LIBRARY names, on each runtime by the way
    /// that it offers. Without the variable nothing is done: the runtime looks beside the assembly and in the package's
    /// runtimes folder.
    /// </summary>
    /// <remarks>
    /// Called first thing by everything that starts to use the engine, from methods that do not themselves contain native
    /// calls: Mono binds those when it compiles the calling method, before its first statement runs.
    /// </remarks>
    internal static class NativeLoader
    {
        private const string LibraryName = "oftpsrv";
        private const int RtldNowGlobal = 0x102;
        private const int RtldNowGlobalApple = 0xA;

        private static readonly object Gate = new object();
        private static bool done;

        // Kept so that the runtime's resolver is not collected.
        private static Delegate resolver;
        private static string library;

        /// <summary>Does its work once.</summary>
        internal static void Prepare()
        {
            lock (Gate)
            {
                if (done)
                {
                    return;
                }

                library = Environment.GetEnvironmentVariable("OFTPSRV_LIBRARY");
                if (!string.IsNullOrEmpty(library))
                {
                    library = System.IO.Path.GetFullPath(library);
                    if (!System.IO.File.Exists(library))
                    {
                        throw new DllNotFoundException("OFTPSRV_LIBRARY names " + library + ", which does not exist.");
                    }

                    Load();
                }

                done = true;
            }
        }

        private static void Load()
        {
            if (SetResolver())
            {
                return;
            }

            if (Type.GetType("Mono.Runtime") != null && InsertDllMap())
            {
                return;
            }

            // What is loaded under the right base name (Windows) or soname (elsewhere) is what DllImport then binds to.
            IntPtr loaded = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? LoadLibraryW(library)
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? AppleDlopen(Utf8.Bytes(library), RtldNowGlobalApple)
                : Dlopen(Utf8.Bytes(library), RtldNowGlobal);
            if (loaded == IntPtr.Zero)
            {
                throw new DllNotFoundException("OFTPSRV_LIBRARY names " + library + ", which cannot be loaded.");
            }
        }

        /// <summary>.NET Core 3 and later: NativeLibrary.SetDllImportResolver, which netstandard2.0 does not know.</summary>
        private static bool SetResolver()
        {
            Type nativeLibrary = Type.GetType("System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices", false)
                ?? typeof(object).Assembly.GetType("System.Runtime.InteropServices.NativeLibrary", false);
            MethodInfo set = nativeLibrary?.GetMethod("SetDllImportResolver");
            load = nativeLibrary?.GetMethod("Load", new[] { typeof(string) });
            if (set == null || load == null)
            {
                return false;
            }

            MethodInfo resolve = typeof(NativeLoader).GetMethod(nameof(Resolve), BindingFlags.NonPublic | BindingFlags.Static);
            resolver = Delegate.CreateDelegate(set.GetParameters()[1].ParameterType, resolve);
            set.Invoke(null, new object[] { typeof(NativeLoader).Assembly, resolver });
            return true;
        }

        private static MethodInfo load;

        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
        {
            return name == LibraryName ? (IntPtr)load.Invoke(null, new object[] { library }) : IntPtr.Zero;
        }

        /// <summary>Mono: its table of library names, whatever the file is called.</summary>
        private static bool InsertDllMap()
        {
            try
            {
                MonoDllMapInsert(IntPtr.Zero, Utf8.Bytes(LibraryName), null, Utf8.Bytes(library), null);
                return true;
            }
            catch (EntryPointNotFoundException)
            {
                return false;
            }
        }

        [DllImport("__Internal", EntryPoint = "mono_dllmap_insert")]
        private static extern void MonoDllMapInsert(IntPtr assembly, byte[] library, byte[] function, byte[] target, byte[] targetFunction);

        [DllImport("libdl.so.2", EntryPoint = "dlopen")]
        private static extern IntPtr Dlopen(byte[] file, int mode);

        [DllImport("libSystem.dylib", EntryPoint = "dlopen")]
        private static extern IntPtr AppleDlopen(byte[] file, int mode);

        [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryW(string file);
    }
}
