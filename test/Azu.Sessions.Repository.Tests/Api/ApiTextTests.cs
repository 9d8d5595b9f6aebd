namespace Azu.Sessions.Repository.Tests;

/// <summary>The text shows what a user's code can depend on.</summary>
public sealed class ApiTextTests
{
    [Fact]
    public void Every_kind_of_type_and_member_reads_like_its_declaration() =>
        Assert.Equal("""
            namespace Azu.Sessions.Repository.Tests.Samples

            delegate bool Check<in T>(T value, ref int count) where T : notnull

            static class Extensions
                static T Also<T>(this T subject, Action<T?>? then = null, params int[] numbers) where T : class, new()
                static int get_Half(string text)

            interface ISource<out T> : IDisposable
                T? Next { get; }

            sealed class Notes
                Notes()
                string? First { get; set; }
                string? this[string name] { get; set; }
                string? Second { get; set; }

            readonly record struct Point
                Point(int X, int? Y)
                int X { get; init; }
                int? Y { get; init; }

            abstract record Shape
                protected Shape(string name)
                abstract double Area()
                protected virtual void Draw(DayOfWeek on = DayOfWeek.Monday, CancellationToken cancellationToken = default)
                static readonly TimeSpan Grace
                string? this[int index] { get; }
                event EventHandler<string>? Moved
                string Name { get; protected set; }
                required Dictionary<string, string?[]> Tags { get; init; }
                const string Unit = "m"

            [Flags] enum Sides : byte
                None = 0
                Left = 1

            sealed record Square : Shape
                Square()
                override double Area()

            sealed class Square.Corner<T>
                Corner(T angle)
                T Angle { get; }
                ValueTuple<Func<T, T?>, string?> Both(KeyValuePair<int, List<T>>? pair)
                T? Maybe { get; }

            """.ReplaceLineEndings("\n"), ApiText.Of(typeof(Samples.Shape).Assembly.GetTypes().Where(t => t.Namespace == typeof(Samples.Shape).Namespace)));
}
