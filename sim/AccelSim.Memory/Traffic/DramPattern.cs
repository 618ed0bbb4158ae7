namespace AccelSim.Memory;

/// <summary>Shapes of a stream of single bursts.</summary>
public enum DramPattern
{
    /// <summary>One burst after the other.</summary>
    Sequential,

    /// <summary>Every so many bytes; a round through the memory ends one burst further.</summary>
    Strided,

    /// <summary>Blocks of some bursts at random places.</summary>
    Random,

    /// <summary>Several sequential streams in turn, the last of them written.</summary>
    Copy,

    /// <summary>One bank, a new row each time.</summary>
    RowConflict,

    /// <summary>All banks in turn, group fastest, a new row in each round.</summary>
    BankRow,

    /// <summary>One bank, all columns of a row, then the next row.</summary>
    BankHit,

    /// <summary>Each bank once.</summary>
    FirstTouch,
}
