using System.Reflection;

namespace Azu.Sessions.Redis;

/// <summary>The scripts that run on the server, each in one step.</summary>
internal static class RedisScripts
{
    private static readonly string s_record = Read("record.lua");

    public static readonly RedisScript Create = new(s_record + Read("create.lua"));
    public static readonly RedisScript Update = new(Read("update.lua"));
    public static readonly RedisScript Touch = new(s_record + Read("touch.lua"));
    public static readonly RedisScript Remove = new(s_record + Read("remove.lua"));
    public static readonly RedisScript List = new(s_record + Read("list.lua"));
    public static readonly RedisScript Echo = new(Read("echo.lua"));
    public static readonly RedisScript Scan = new(Read("scan.lua"));
    public static readonly RedisScript Info = new(Read("info.lua"));

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
