using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Studies.Tests;

public class ExpressionTests
{
    private static readonly string[] Known = ["batch", "dram.channels", "chip"];

    private abstract record Tree
    {
        public sealed record Number(double Worth) : Tree;

        public sealed record Name(string Label) : Tree;

        public sealed record Pair(string Operator, Tree Left, Tree Right) : Tree;

        /// <summary>As it is written, with as many brackets as are needed whatever binds closer.</summary>
        public string Text => this switch
        {
            Number { Worth: < 0 } number => $"({number.Worth.ToString("R", CultureInfo.InvariantCulture)})",
            Number number => number.Worth.ToString("R", CultureInfo.InvariantCulture),
            Name name => $"[{name.Label}]",
            Pair pair => $"({pair.Left.Text} {pair.Operator} {pair.Right.Text})",
            _ => throw new InvalidOperationException(),
        };

        public double Value(Func<string, double> values) => this switch
        {
            Number number => number.Worth,
            Name name => values(name.Label),
            Pair { Operator: "+" } pair => pair.Left.Value(values) + pair.Right.Value(values),
            Pair { Operator: "-" } pair => pair.Left.Value(values) - pair.Right.Value(values),
            Pair { Operator: "*" } pair => pair.Left.Value(values) * pair.Right.Value(values),
            Pair pair => pair.Left.Value(values) / pair.Right.Value(values),
            _ => throw new InvalidOperationException(),
        };
    }

    [Fact]
    public void Expressions_are_worth_what_plain_arithmetic_says() => Law.Holds(
        Gen.Sized(size => Trees(Math.Min(size, 16))),
        tree =>
        {
            var expression = StudyExpression.TryParse(tree.Text, Known, out var problem);
            Assert.True(expression is not null, problem);
            var expected = tree.Value(Worth);
            var actual = expression.Number(name => Worth(name), out problem);
            if (double.IsFinite(expected))
            {
                Assert.True(actual is { } number && (number == expected || Math.Abs(number - expected) <= 1e-12 * Math.Abs(expected)), $"{tree.Text}: {actual}, expected {expected}; {problem}");
            }
            else
            {
                Assert.Null(actual);
                Assert.NotEqual("", problem);
            }
        });

    [Theory]
    [InlineData("batch == 4 and [dram.channels] < 12", true)]
    [InlineData("chip == 'a100' or not (batch > 2)", false)]
    [InlineData("chip == 'mlu370-x4'", true)]
    [InlineData("Max(batch, [dram.channels]) == 8", true)]
    [InlineData("if(batch > 2, [dram.channels] == 8, false)", true)]
    [InlineData("2 ** 3 == 8", true)]
    public void Conditions_read_numbers_and_text(string text, bool expected) =>
        Assert.Equal(expected, StudyExpression.TryParse(text, Known, out _)!.Condition(Named, out _));

    [Theory]
    [InlineData("1 +", "is not an expression")]
    [InlineData("(((", "is not an expression")]
    [InlineData("'open", "is not an expression")]
    [InlineData("", "is not an expression")]
    [InlineData("bacth > 1", "reads 'bacth', which is unknown, did you mean 'batch'?")]
    [InlineData("System.IO.File.Delete('x')", "is not an expression")]
    [InlineData("Delete(1)", "calls 'Delete', which is unknown")]
    public void What_is_no_expression_is_refused_with_a_reason(string text, string reason)
    {
        Assert.Null(StudyExpression.TryParse(text, Known, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_long_expressions_are_refused()
    {
        Assert.Null(StudyExpression.TryParse(new string('(', 100_000) + "1", Known, out var problem));
        Assert.Contains("at most 1000", problem, StringComparison.Ordinal);
        Assert.Null(StudyExpression.TryParse(new string('(', 999), Known, out problem));
        Assert.Contains("not closed", problem, StringComparison.Ordinal);
        Assert.Null(StudyExpression.TryParse(new string('(', 400) + "1" + new string(')', 400), Known, out problem));
        Assert.Contains("more than 12 deep", problem, StringComparison.Ordinal);
        Assert.Null(StudyExpression.TryParse(new string('(', 12) + "1 +" + new string(')', 12), Known, out problem));
    }

    [Theory]
    [InlineData("batch + 1", "a condition is needed")]
    [InlineData("batch > 'x'", "cannot be evaluated")]
    public void A_condition_that_is_none_says_so(string text, string reason)
    {
        Assert.Null(StudyExpression.TryParse(text, Known, out _)!.Condition(Named, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch > 1", "is a condition, and a number is needed")]
    [InlineData("chip", "is the text 'mlu370-x4'")]
    [InlineData("1 / 0", "is no finite number")]
    public void A_number_that_is_none_says_so(string text, string reason)
    {
        Assert.Null(StudyExpression.TryParse(text, Known, out _)!.Number(Named, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{[dram.channels] * 25.6} GB/s", "204.8 GB/s")]
    [InlineData("{batch}x{batch / 3}", "4x1.333333333333")]
    [InlineData("{batch * 1000000000} B", "4000000000 B")]
    public void Templates_put_numbers_into_text(string template, string expected) =>
        Assert.Equal(expected, StudyTemplate.TryParse(template, Known, out _)!.Text(Named, out _));

    [Theory]
    [InlineData("{batch", "without its '}'")]
    [InlineData("8 GB/s", "holds no {expression}")]
    [InlineData("{nothing} B", "'nothing', which is unknown")]
    public void Templates_that_are_none_are_refused(string template, string reason)
    {
        Assert.Null(StudyTemplate.TryParse(template, Known, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    private static double Worth(string name) => name == "batch" ? 4 : 8;

    private static object? Named(string name) => name == "chip" ? "mlu370-x4" : Worth(name);

    private static Gen<Tree> Trees(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Choose(-1000, 1000).Select(number => (Tree)new Tree.Number(number / 8.0)),
            Gen.Elements("batch", "dram.channels").Select(name => (Tree)new Tree.Name(name)));
        return depth <= 0 ? leaf : Gen.OneOf(
            leaf,
            from sign in Gen.Elements("+", "-", "*", "/")
            from left in Trees(depth / 2)
            from right in Trees(depth / 2)
            select (Tree)new Tree.Pair(sign, left, right));
    }
}
