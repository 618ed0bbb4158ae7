namespace AccelSim.Compiler.Simt.Emit;

/// <summary>
/// A virtual register of 32 bits, or several that lie together: a group, or part of one. The allocator gives a group consecutive registers that begin
/// where wide operands must begin. <c>default</c> is <c>rz</c>, which reads as zero.
/// </summary>
/// <param name="Group">Number of the group; 0 is <c>rz</c>.</param>
/// <param name="Part">First register inside the group.</param>
/// <param name="Count">Registers.</param>
internal readonly record struct Reg(int Group, int Part, int Count)
{
    /// <summary><c>rz</c>.</summary>
    public static Reg Zero => default;

    /// <summary>True for <c>rz</c>.</summary>
    public bool IsZero => Group == 0;

    /// <summary>One register of the group.</summary>
    public Reg this[int index] => Slice(index, 1);

    /// <summary>Neighbouring registers of the group.</summary>
    public Reg Slice(int first, int count) => first >= 0 && first + count <= Count
        ? new Reg(Group, Part + first, count)
        : throw new ArgumentOutOfRangeException(nameof(first), first, $"{count} registers from {first} of {Count}");

    /// <inheritdoc/>
    public override string ToString() => IsZero ? "rz" : Count == 1 ? $"v{Group}.{Part}" : $"v{Group}.{Part}:{Count}";
}
