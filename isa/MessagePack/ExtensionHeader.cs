namespace MessagePack;

/// <summary>Type code and length of an extension value; its bytes follow.</summary>
/// <param name="TypeCode">Application-defined from 0, reserved below (-1 is a timestamp).</param>
/// <param name="Length">Bytes that follow.</param>
public readonly record struct ExtensionHeader(sbyte TypeCode, uint Length);
