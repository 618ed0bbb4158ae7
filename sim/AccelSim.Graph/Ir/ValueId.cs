namespace AccelSim.Graph;

/// <summary>Index of a value in <see cref="ModelGraph.Values"/>; <see cref="None"/> stands for an optional operand that is absent.</summary>
/// <param name="Index">The index, -1 for none.</param>
public readonly record struct ValueId(int Index)
{
    /// <summary>No value.</summary>
    public static ValueId None { get; } = new(-1);

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => Index < 0;

    /// <summary>Written as <c>%12</c>.</summary>
    public override string ToString() => IsNone ? "%-" : "%" + Index;
}
