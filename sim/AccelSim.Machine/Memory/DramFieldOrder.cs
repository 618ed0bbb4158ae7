namespace AccelSim.Machine;

/// <summary>Order of row, bank and column in an address, most significant first.</summary>
public enum DramFieldOrder
{
    /// <summary>A row of one bank is finished before the next bank: streams open a row once.</summary>
    RowBankColumn,

    /// <summary>Banks alternate below the column: streams keep all banks open.</summary>
    RowColumnBank,

    /// <summary>A bank is a contiguous region.</summary>
    BankRowColumn,
}
