namespace Azu.Sessions.Repository.Tests.Samples;

// One of everything that the recorded surface can show. Nobody calls it.

public delegate bool Check<in T>(T value, ref int count) where T : notnull;

[Flags]
public enum Sides : byte
{
    None = 0,
    Left = 1,
}

public interface ISource<out T> : IDisposable
{
    T? Next { get; }
}

public readonly record struct Point(int X, int? Y);

public abstract record Shape
{
    public const string Unit = "m";
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    protected Shape(string name) => Name = name;

    private Shape() => Name = "";

    public event EventHandler<string>? Moved;

    public string Name { get; protected set; }

    public required Dictionary<string, string?[]> Tags { get; init; }

    public string? this[int index] => index == 0 ? Name : null;

    public abstract double Area();

    public override string ToString() => Name;

    internal void Move() => Moved?.Invoke(this, Name);

    protected virtual void Draw(DayOfWeek on = DayOfWeek.Monday, CancellationToken cancellationToken = default) { }
}

public sealed record Square() : Shape("square")
{
    public override double Area() => 1;

    public sealed class Corner<T>(T angle)
    {
        public T Angle => angle;

        public T? Maybe => default;

        public (Func<T, T?> Change, string? Text) Both(KeyValuePair<int, List<T>>? pair) => (_ => Maybe, pair?.ToString());
    }
}

public sealed class Notes
{
    private readonly Dictionary<string, string?> _notes = [];

    public string? First { get => this["first"]; set => this["first"] = value; }

    public string? Second { get => this["second"]; set => this["second"] = value; }

    public string? this[string name]
    {
        get => _notes.GetValueOrDefault(name);
        set => _notes[name] = value;
    }
}

public static class Extensions
{
    public static T Also<T>(this T subject, Action<T?>? then = null, params int[] numbers) where T : class, new()
    {
        if (numbers.Length > 0) then?.Invoke(subject);
        return subject;
    }

    extension(string text)
    {
        public int Half => text.Length / 2;
    }
}
