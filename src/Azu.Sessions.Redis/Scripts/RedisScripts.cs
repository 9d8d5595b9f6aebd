using System.Reflection;

namespace Azu.Sessions.Redis;

/// <summary>The scripts that run on the server, each in one step.</summary>
internal static class RedisScripts
{
    private static readonly string s_record = Read("record.lua");

    public static readonly string Create = s_record + Read("create.lua");
    public static readonly string Update = s_record + Read("update.lua");
    public static readonly string Touch = s_record + Read("touch.lua");
    public static readonly string Remove = s_record + Read("remove.lua");
    public static readonly string List = s_record + Read("list.lua");
    public static readonly string Echo = Read("echo.lua");
    public static readonly string Scan = Read("scan.lua");
    public static readonly string Info = Read("info.lua");

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
