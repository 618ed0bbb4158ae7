namespace AccelSim.Isa.Mlu;

/// <summary>
/// Every operation of the <c>mlu</c> family. The numbers are stored in program images: append at the end of a block, never renumber
/// (<c>MluInstructionSetTests</c> guards them). What each one means is its row in <see cref="MluInstructionSet"/>.
/// </summary>
public enum MluOpcode : ushort
{
    // 0x000: control
    Nop = 0x000, Halt, Jump, JumpRegister, Call, BranchEqual, BranchNotEqual, BranchLess, BranchGreaterEqual,

    // 0x020: scalar integer
    LoadImmediate = 0x020, Move, Add, Sub, Mul, Div, Rem, Min, Max, And, Or, Xor, ShiftLeft, ShiftRight, ShiftRightArithmetic,
    SetEqual, SetNotEqual, SetLess, SetLessEqual, Select, MoveSpecial, LoadParameter,

    // 0x050: scalar floating point and scalar memory
    FloatAdd = 0x050, FloatSub, FloatMul, FloatDiv, FloatMin, FloatMax, FloatFma, FloatSqrt, FloatLess, FloatEqual, IntToFloat, FloatToInt,
    FloatConvert, ScalarLoad, ScalarStore,

    // 0x080: data movement
    Memcpy = 0x080, Memcpy2D, Memcpy3D, Fill, Fill2D, Gather, Scatter,

    // 0x0a0: synchronisation
    Sync = 0x0a0, Barrier, SemaphoreP, SemaphoreV,

    // 0x0c0: tensor
    Conv = 0x0c0, ConvPartial, Matmul, MatmulPartial, Mlp, ReshapeFilter,

    // 0x100: vector arithmetic, vector by vector
    VAdd = 0x100, VSub, VMul, VDiv, VMax, VMin, VFma, VFms, VAnd, VOr, VXor, VBitAnd, VBitOr, VBitXor, VEqual, VNotEqual, VLess, VLessEqual,
    VGreater, VGreaterEqual, VSelect,

    // 0x130: vector by scalar register
    VAddScalar = 0x130, VSubScalar, VMulScalar, VDivScalar, VMaxScalar, VMinScalar, VEqualScalar, VNotEqualScalar, VLessScalar,
    VLessEqualScalar, VGreaterScalar, VGreaterEqualScalar, VRsubScalar, VBitAndScalar,

    // 0x150: cycle (broadcast a short segment over a long vector)
    VCycleAdd = 0x150, VCycleSub, VCycleMul, VCycleDiv, VCycleMax, VCycleMin, VCycleEqual, VCycleLess, VCycleGreaterEqual, VCycleFma,

    // 0x170: unary and activation
    VAbs = 0x170, VNeg, VNot, VBitNot, VSign, VSquare, VRelu, VReluN, VGelu, VGeluTanh, VSigmoid, VTanh, VExp, VPow2, VLog, VSin, VCos, VSqrt, VRsqrt,
    VRecip, VErf, VFloor, VCeil, VRound, VSilu, VLut,

    // 0x1a0: reduction and search
    VReduceSum = 0x1a0, VReduceMax, VReduceMin, VCount, VFindFirst, VFindLast, VFilter,

    // 0x1b0: pooling
    MaxPool = 0x1b0, MinPool, AvgPool, SumPool, MaxPoolIndex, MinPoolIndex, Unpool,

    // 0x1c0: layout
    Transpose = 0x1c0, Rotate90, Rotate180, Rotate270, Mirror, Pad, NhwcToNchw, NchwToNhwc,

    // 0x1d0: conversion
    Convert = 0x1d0,

    // 0x1e0: atomics on global memory
    AtomicAdd = 0x1e0, AtomicMax, AtomicMin, AtomicAnd, AtomicOr, AtomicXor, AtomicExchange, AtomicCompareSwap, AtomicIncrement, AtomicDecrement,
    AtomicReduceAdd, AtomicReduceMax, AtomicReduceMin,
}
