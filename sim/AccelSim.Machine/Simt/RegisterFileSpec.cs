using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>Registers of 32 bit of a sub-core, and how warps get them.</summary>
public sealed record RegisterFileSpec : ICheckedRecord
{
    [Bounds(256, 1 << 20)]
    public required int RegistersPerSubCore { get; init; }

    /// <summary>Banks; register r of a warp is in bank r mod banks.</summary>
    [Bounds(1, 64)]
    public required int Banks { get; init; }

    /// <summary>Operands of a whole warp that a bank gives in a cycle.</summary>
    [Bounds(1, 8)]
    public required int ReadPortsPerBank { get; init; }

    /// <summary>True where the last operands stay at the unit and need no bank (Maxwell and later, chosen by the compiler).</summary>
    public required bool ReuseCache { get; init; }

    /// <summary>Registers in which a warp's share is handed out.</summary>
    [Bounds(1, 65536)]
    public required int AllocationUnit { get; init; }

    /// <summary>Most registers a thread can name.</summary>
    [Bounds(1, 1024)]
    public required int MaxPerThread { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!int.IsPow2(Banks))
        {
            report("banks", "must be a power of two: bits of a register's number choose the bank");
        }

        if (RegistersPerSubCore % AllocationUnit != 0)
        {
            report("allocationUnit", FormattableString.Invariant($"does not divide the {RegistersPerSubCore} registers of a sub-core"));
        }
    }
}
