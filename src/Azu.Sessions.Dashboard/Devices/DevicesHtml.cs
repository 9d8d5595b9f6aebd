using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Azu.Sessions.Dashboard;

/// <summary>Writes the page. Everything that a client said goes through <see cref="Text"/>.</summary>
/// <param name="root">The page, seen from itself: addresses hold under a path base, and behind a proxy that cuts one off.</param>
/// <param name="prove">The value of the hidden field for a form that is sent to that part of the page.</param>
/// <param name="now">The time.</param>
internal sealed class DevicesHtml(string root, Func<string, string> prove, DateTimeOffset now)
{
    public const string Title = "Your devices";

    private readonly StringBuilder _html = new();

    public string Write(DeviceList list, string? message)
    {
        Begin(Title);
        if (message is not null) Line("azu-message", message, " role=\"status\"");
        Line("azu-lead", LeadOf(list));
        _html.Append("<ul>\n");
        foreach (var device in list.Devices) Write(device, list);
        _html.Append("</ul>\n");
        if (list is { CanList: true, IsComplete: false }) Line("azu-lead", "Older ones are not listed. “Sign out all others” ends them too.");
        if (!list.RecordsClients) Line("azu-lead", "This site does not record browsers and addresses. The times tell devices apart.");
        WriteActions(list);
        return End();
    }

    /// <summary>A page that only says something, with a way back to the list.</summary>
    public string WriteRefusal(string title, string text)
    {
        Begin(title);
        Line("azu-lead", text);
        _html.Append($"<p><a href=\"{Text(root)}\">Back to your devices</a></p>\n");
        return End();
    }

    /// <summary>A document around the content, where the application has no layout.</summary>
    public static string WriteDocument(DevicesPage page) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Text(page.Title)}</title>
        </head>
        <body class="azu-devices-body">
        <main>
        {page.Content}
        </main>
        </body>
        </html>

        """;

    private static string LeadOf(DeviceList list) => list switch
    {
        { CanList: true } => "Where you are signed in right now. If you do not recognise a device, sign it out and change your password.",
        { CanEndAll: true } => "This site keeps sign-ins in browsers, so it cannot show your other devices. “Sign out everywhere” ends them all.",
        _ => "This site can neither show your other devices nor sign them out. Sign out on each of them.",
    };

    private void Begin(string title) =>
        _html.Append($"<link rel=\"stylesheet\" href=\"{Text(root)}/{DevicesStyle.Name}\">\n<div class=\"azu-devices\">\n<h1>{Text(title)}</h1>\n");

    private string End() => _html.Append("</div>\n").ToString();

    private void Line(string @class, string text, string attributes = "") => _html.Append($"<p class=\"{@class}\"{attributes}>{Text(text)}</p>\n");

    private void Write(Device device, DeviceList list)
    {
        var name = list.RecordsClients || device.UserAgent is not null ? device.Name : "A browser";
        var signedIn = Ago.Of(now - device.SignedInAt);
        _html.Append($"<li data-device=\"{device.Id}\"{(device.IsThis ? " class=\"azu-this\"" : "")}>\n<div class=\"azu-device\">\n");
        _html.Append($"<strong><bdi>{Text(name)}</bdi></strong>");
        if (device.IsThis) _html.Append(" <span class=\"azu-badge\">This device</span>");
        _html.Append($"\n<span class=\"azu-facts\">Last used {Time(device.LastSeenAt)}, signed in {Time(device.SignedInAt)}");
        if (device.Address is { } address) _html.Append($" from <bdi>{Text(address)}</bdi>");
        _html.Append("</span>\n</div>\n");
        // This device has the application's own sign-out, and "everywhere" below. Where neither ends anything else, it is here.
        if (!device.IsThis || !list.CanEndAll) Form(device.Id.ToString(), "Sign out", $"Sign out {name}, signed in {signedIn}");
        _html.Append("</li>\n");
    }

    private void WriteActions(DeviceList list)
    {
        if (!list.CanEndAll) return;
        _html.Append("<div class=\"azu-actions\">\n");
        if (list.Devices.Count > 1 || list is { CanList: true, IsComplete: false }) Form(DeviceForm.Others, "Sign out all others");
        Form(DeviceForm.Everywhere, "Sign out everywhere");
        _html.Append("</div>\n");
    }

    private void Form(string part, string label, string? name = null) => _html.Append(
        $"<form method=\"post\" action=\"{Text(root)}/{part}\"><input type=\"hidden\" name=\"{DeviceForm.Proof}\" value=\"{prove(part)}\">" +
        "<button type=\"submit\"" +
        (name is null ? "" : $" aria-label=\"{Text(name)}\"") + $">{Text(label)}</button></form>\n");

    private string Time(DateTimeOffset time)
    {
        var exact = time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{exact}Z\" title=\"{exact} UTC\">{Ago.Of(now - time)}</time>";
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
