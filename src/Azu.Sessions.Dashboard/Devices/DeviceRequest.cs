using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.Dashboard;

/// <summary>What a request for the page of devices shows of itself.</summary>
internal static class DeviceRequest
{
    private static readonly FormOptions s_limits = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 256, MultipartBodyLengthLimit = 4_096 };

    /// <summary>Whether a program asks, which gets JSON.</summary>
    public static bool IsProgram(HttpRequest request) =>
        request.Headers.ContainsKey(SameOrigin.Header) || AnswerForms.Of(request) == AnswerForm.Problem;

    /// <summary>
    /// Why a change is refused; null: it comes from a page of this session, or from a program that no other site can play. A form has the proof in its
    /// hidden field. A program sends the header of the dashboard's API.
    /// </summary>
    public static async Task<string?> RefusalAsync(HttpContext context, FormProof forms, SessionId own)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey(SameOrigin.Header)) return SameOrigin.Refusal(request);
        if (SameOrigin.SaidByBrowser(request) == false) return "The form was sent by another site.";
        return forms.IsValid(await ProofAsync(context), own, request.Path.Value ?? "") ? null : "The form is not from this page, or too old.";
    }

    /// <summary>The page that a part of it belongs to: everything before the last segment.</summary>
    public static string PageOf(PathString path) => path.ToUriComponent() is var whole ? whole[..whole.LastIndexOf('/')] : "";

    private static async Task<string?> ProofAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = 4_096;
        try
        {
            return (await context.Request.ReadFormAsync(s_limits, context.RequestAborted))[DeviceForm.Proof];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
