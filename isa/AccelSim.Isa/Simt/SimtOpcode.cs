namespace AccelSim.Isa.Simt;

/// <summary>
/// Every operation of the <c>simt</c> family, one number per operation and data type. The numbers are stored in program images: append at the
/// end of a block, never renumber (<c>SimtInstructionSetTests</c> guards them). What each one means is its row in <see cref="SimtInstructionSet"/>.
/// </summary>
public enum SimtOpcode : ushort
{
    // 0x000: control
    Nop = 0x000, Exit, Branch, ConvergeSet, ConvergeSync, BarrierSync, BarrierArrive, MemoryFence,

    // 0x020: moves, selection and predicates
    Move32 = 0x020, Move64, MoveSpecial, Select32, Select64, PredicateAnd, PredicateOr, PredicateXor, Permute,

    // 0x040: comparisons into a predicate
    SetPS32 = 0x040, SetPU32, SetPS64, SetPU64, SetPF32, SetPF64, SetPF16,

    // 0x060: integer and logic
    AddS32 = 0x060, SubS32, AddS64, SubS64, MinS32, MinU32, MaxS32, MaxU32, AbsS32, And32, Or32, Xor32, Not32,
    ShiftLeft32, ShiftRightU32, ShiftRightS32, ShiftLeft64, ShiftRightU64, ShiftRightS64, PopulationCount, LeadingZeros, BitReverse,
    ExtractU32, ExtractS32,

    // 0x080: integer multiply
    MulS32 = 0x080, MulHighS32, MulHighU32, MulWideS32, MulWideU32, MadS32, MadWideS32, MadWideU32,

    // 0x0a0: fp32
    AddF32 = 0x0a0, SubF32, MulF32, FmaF32, MinF32, MaxF32, AbsF32, NegF32,

    // 0x0b0: packed fp16 and bf16
    AddF16x2 = 0x0b0, SubF16x2, MulF16x2, FmaF16x2, MinF16x2, MaxF16x2,
    AddBF16x2 = 0x0b8, SubBF16x2, MulBF16x2, FmaBF16x2, MinBF16x2, MaxBF16x2,

    // 0x0c0: fp64
    AddF64 = 0x0c0, SubF64, MulF64, FmaF64, MinF64, MaxF64,

    // 0x0d0: conversions
    ConvertF32S32 = 0x0d0, ConvertF32U32, ConvertS32F32, ConvertU32F32, RoundF32, ConvertF16x2F32, ConvertBF16x2F32, ConvertF32F16, ConvertF32BF16,
    ConvertF64F32, ConvertF32F64, ConvertF64S32, ConvertS32F64, ConvertS64S32, ConvertS8F32,

    // 0x0f0: special functions
    Exp2F32 = 0x0f0, Log2F32, ReciprocalF32, ReciprocalSqrtF32, SqrtF32, SinF32, CosF32, TanhF32,

    // 0x100: between the lanes of a warp
    ShuffleIndex = 0x100, ShuffleUp, ShuffleDown, ShuffleXor, VoteAll, VoteAny, VoteBallot,
    ReduceAddS32, ReduceMinS32, ReduceMaxS32, ReduceMinU32, ReduceMaxU32, ReduceAnd, ReduceOr, ReduceXor,

    // 0x120: memory
    LoadGlobal = 0x120, StoreGlobal, LoadShared, StoreShared, LoadLocal, StoreLocal, LoadConstant,
    AtomicGlobal, AtomicShared, CompareSwapGlobal, CompareSwapShared, AtomicGlobal64, ReduceGlobal,

    // 0x140: asynchronous copies from global to shared memory
    CopyAsync = 0x140, CopyAsyncZeroFill, CopyCommit, CopyWait, CopyBulk, CopyBulkBox,

    // 0x150: tensor core
    LoadMatrix = 0x150, MmaM8N8K4F32F16, MmaM8N8K4F16F16, MmaM16N8K8F32F16, MmaM16N8K8F16F16, MmaM16N8K16F32F16, MmaM16N8K16F16F16,
    MmaM16N8K8F32BF16, MmaM16N8K16F32BF16, MmaM16N8K4F32TF32, MmaM16N8K8F32TF32, MmaM16N8K16S32S8, MmaM16N8K32S32S8, MmaM8N8K4F64F64,
    MmaM8N8K8F32F16, MmaM16N16K16F32F16, MmaM16N16K16F32BF16, MmaM32N32K8F32F16,

    // 0x170: barriers in shared memory
    MbarrierInit = 0x170, MbarrierArrive, MbarrierArriveExpectTx, MbarrierExpectTx, MbarrierTryWait,

    // 0x180: warp groups
    WgmmaFence = 0x180, WgmmaCommit, WgmmaWait, WgmmaSharedF32F16, WgmmaRegistersF32F16, WgmmaSharedF32BF16, WgmmaRegistersF32BF16,
}
