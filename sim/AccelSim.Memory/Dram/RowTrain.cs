namespace AccelSim.Memory;

/// <summary>
/// Consecutive column accesses that share one row number: bursts <see cref="Position"/> to Position + Count - 1 of a group of banks that
/// consecutive bursts rotate through (one bank where banks are not interleaved).
/// </summary>
/// <param name="BankSet">Which group of interleaved banks.</param>
/// <param name="Row">Row number in each of them.</param>
/// <param name="Position">First burst inside the set of rows.</param>
/// <param name="Count">Number of bursts.</param>
public readonly record struct RowTrain(int BankSet, long Row, int Position, int Count);
