using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Why a warp does not run: one more than the barrier it waits at, beyond all of those where one in shared memory lies, -1 once it has ended, below that products of its group, 0 where it runs.</summary>
internal readonly record struct SimtWarpWait(int Code, int Parity = 0)
{
    private const int Shared = SimtInstructionSet.NamedBarriers + 1;

    public static SimtWarpWait None => default;

    public static SimtWarpWait Ended => new(-1);

    /// <summary>The barrier it waits at; -1 where it waits at none.</summary>
    public int Barrier => Code is > 0 and < Shared ? Code - 1 : -1;

    /// <summary>Where the barrier in shared memory lies that it waits at; -1 where it waits at none.</summary>
    public int Mbarrier => Code >= Shared ? Code - Shared : -1;

    /// <summary>Products of its group that it waits for; 0 where it waits for none.</summary>
    public int Products => Code < -1 ? -1 - Code : 0;

    /// <summary>Waits until all warps of its group have come to so many products, at least one.</summary>
    public static SimtWarpWait Product(int products) => new(-1 - products);

    /// <summary>Waits at a barrier in shared memory for the phase of a parity.</summary>
    public static SimtWarpWait Phase(int address, int parity) => new(Shared + address, parity);
}
