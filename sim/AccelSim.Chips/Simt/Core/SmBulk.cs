using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A copy by the copy engine that is not complete.</summary>
internal struct SmBulk
{
    /// <summary>Place of its block.</summary>
    public int Block;

    /// <summary>What is copied.</summary>
    public SimtBulkCopy Copy;

    /// <summary>Row that is asked for next.</summary>
    public int Row;

    /// <summary>Bytes of it that have been asked for.</summary>
    public int At;

    /// <summary>Lines that have been asked for and have not come.</summary>
    public int Remaining;

    /// <summary>Some came from device memory.</summary>
    public bool FromDram;
}
