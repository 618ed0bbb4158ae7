using System.Reflection;
using System.Runtime.CompilerServices;

namespace AccelSim.Architecture.Tests;

/// <summary>Everything of a simulation hangs off its own objects: static fields are constants, so that simulations run side by side untouched.</summary>
public sealed class StaticStateTests
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Static_fields_are_constant() => Assert.Empty(Fields().Where(field => !field.IsInitOnly).Select(Name));

    [Fact]
    public void Static_fields_hold_nothing_that_can_change() => Assert.Empty(Fields().Where(field => IsMutableCollection(field.FieldType)).Select(Name));

    [Fact]
    public void Arrays_that_serve_as_tables_are_private() => Assert.Empty(
        Fields().Where(field => field.FieldType.IsArray && (!field.IsPrivate || IsBackingOfVisibleProperty(field))).Select(Name));

    [Fact]
    public void The_rule_knows_mutable_collections()
    {
        Assert.True(IsMutableCollection(typeof(List<int>)));
        Assert.True(IsMutableCollection(typeof(Dictionary<string, int>)));
        Assert.True(IsMutableCollection(typeof(System.Text.StringBuilder)));
        Assert.False(IsMutableCollection(typeof(System.Collections.Immutable.ImmutableArray<int>)));
        Assert.False(IsMutableCollection(typeof(System.Collections.Frozen.FrozenDictionary<string, int>)));
    }

    private static IEnumerable<FieldInfo> Fields() =>
        from file in Assemblies.Deterministic
        from type in Assemblies.Types(file)
        where !IsGenerated(type)
        from field in type.GetFields(Static)
        where !field.IsLiteral
        select field;

    // Closure classes of the compiler cache delegates; protobuf's classes keep parsers and descriptors.
    private static bool IsGenerated(Type type) =>
        type.Name.StartsWith('<') || type.Name.Contains(">O", StringComparison.Ordinal) || type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
        || type.Namespace is "Onnx" || (type.Namespace?.EndsWith(".Proto", StringComparison.Ordinal) ?? false)
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static bool IsMutableCollection(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections"
            ? !definition.IsInterface && !definition.Name.Contains("Comparer", StringComparison.Ordinal)
            : definition == typeof(System.Text.StringBuilder) || definition == typeof(ConditionalWeakTable<,>) || definition == typeof(System.Buffers.ArrayPool<>)
                || definition == typeof(Random);
    }

    private static bool IsBackingOfVisibleProperty(FieldInfo field) =>
        field.Name.StartsWith('<') && field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>')], Static)?.GetMethod is { IsPrivate: false };

    private static string Name(FieldInfo field) => $"{field.DeclaringType}.{field.Name}: {field.FieldType.Name}";
}
