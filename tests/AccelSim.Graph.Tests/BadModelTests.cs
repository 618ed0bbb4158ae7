using AccelSim.Graph.Onnx;
using AccelSim.Graph.Onnx.Proto;
using AccelSim.Graph.Passes;
using Google.Protobuf;

namespace AccelSim.Graph.Tests;

/// <summary>Every way a model file can be wrong ends in a ModelException that says what, where and what to do.</summary>
public sealed class BadModelTests
{
    private static OnnxBytes Relu() => new OnnxBytes().Input("x", 2, 3).Node("Relu", ["x"], ["y"]).Output("y");

    private static ModelException Refused(byte[] bytes, LoadOptions? options = null) => Assert.Throws<ModelException>(() => OnnxLoader.Load(bytes, options));

    [Fact]
    public void A_good_model_is_accepted() => Assert.Single(OnnxLoader.Load(Relu().Bytes()).Nodes);

    [Fact]
    public void Text_is_not_an_onnx_model() => Assert.Contains("not an ONNX model", Refused("hello, this is no model\n"u8.ToArray()).Message);

    [Fact]
    public void An_empty_file_is_not_an_onnx_model() => Assert.Contains("not an ONNX model", Refused([]).Message);

    [Fact]
    public void A_missing_file_is_named()
    {
        var problem = Assert.Throws<ModelException>(() => OnnxLoader.Load("/nowhere/model.onnx"));
        Assert.Equal("/nowhere/model.onnx", problem.File);
    }

    [Fact]
    public void Every_truncation_is_refused_or_loads()
    {
        var bytes = Relu().Floats("w", [3], 1, 2, 3).Node("Add", ["y", "w"], ["z"]).Output("z").Bytes();
        var refused = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                OnnxLoader.Load(bytes.AsSpan(0, length));
            }
            catch (ModelException)
            {
                refused++;
            }
        }

        Assert.True(refused >= bytes.Length * 9 / 10, $"{refused} of {bytes.Length} truncations refused");
    }

    [Fact]
    public void Every_single_corrupted_byte_is_refused_or_loads()
    {
        var bytes = Relu().Floats("w", [3], 1, 2, 3).Node("Add", ["y", "w"], ["z"]).Integers("s", 3, 2).Node("Reshape", ["z", "s"], ["r"]).Output("r").Bytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var mask in new byte[] { 0x01, 0x80, 0xFF })
            {
                var damaged = (byte[])bytes.Clone();
                damaged[i] ^= mask;
                try
                {
                    PassPipeline.Optimize(OnnxLoader.Load(damaged));
                }
                catch (ModelException)
                {
                    // Refused in the one permitted way.
                }
            }
        }
    }

    [Fact]
    public void Deep_nesting_does_not_overflow_the_stack()
    {
        // Field 4 of a tensor type is unknown to us; groups nest without limit in a hostile file.
        var bytes = Enumerable.Repeat((byte)0x0B, 1_000_000).ToArray();
        Assert.Contains("not an ONNX model", Refused(bytes).Message);
    }

    [Fact]
    public void Too_few_values_for_a_shape_are_counted()
    {
        var problem = Refused(new OnnxBytes().Input("x", 4).Floats("w", [4], 1, 2, 3).Node("Add", ["x", "w"], ["y"]).Output("y").Bytes());
        Assert.Contains("'w'", problem.Message);
        Assert.Contains("takes 4 values, but 3 are stored", problem.Message);
    }

    [Fact]
    public void Too_few_raw_bytes_for_a_shape_are_counted()
    {
        var model = Relu();
        model.Model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 1000, 1000 }, RawData = ByteString.CopyFrom(new byte[16]) });
        Assert.Contains("takes 4000000 bytes, but 16 are stored", Refused(model.Bytes()).Message);
    }

    [Theory]
    [InlineData(new long[] { 1L << 40, 1L << 40 })]
    [InlineData(new long[] { -1 })]
    [InlineData(new long[] { 1L << 33 })]
    public void Absurd_shapes_are_refused_before_allocating(long[] dims)
    {
        var model = Relu();
        model.Model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { dims }, RawData = ByteString.CopyFrom(new byte[16]) });
        Assert.Contains("'w'", Refused(model.Bytes()).Message);
    }

    [Fact]
    public void A_huge_generated_value_costs_nothing_until_it_is_run()
    {
        var model = new OnnxBytes().Integers("s", 1L << 20, 1L << 20).Node("ConstantOfShape", ["s"], ["c"]).Node("Relu", ["c"], ["y"]).Output("y");
        var graph = OnnxLoader.Load(model.Bytes());
        Assert.Equal(1L << 40, graph[graph.Outputs[0].Value].Shape.ElementCount);
        Assert.Throws<ModelException>(() => Reference.Interpreter.Run(graph, new Dictionary<string, Tensors.Tensor>()));
    }

    [Fact]
    public void A_cycle_names_a_node_in_it()
    {
        var problem = Refused(new OnnxBytes().Input("x", 2).Node("Add", ["x", "b"], ["a"]).Node("Relu", ["a"], ["b"]).Output("b").Bytes());
        Assert.Contains("cyclic", problem.Message);
        Assert.Equal("n_a", problem.Node);
    }

    [Fact]
    public void An_undefined_operand_is_named() =>
        Assert.Contains("reads 'ghost', which nothing defines", Refused(new OnnxBytes().Input("x", 2).Node("Add", ["x", "ghost"], ["y"]).Output("y").Bytes()).Message);

    [Fact]
    public void A_value_defined_twice_is_named() =>
        Assert.Contains("'y' is defined a second time", Refused(Relu().Node("Relu", ["x"], ["y"]).Bytes()).Message);

    [Fact]
    public void An_unknown_operator_is_named_with_its_node_and_the_number_of_others()
    {
        var problem = Refused(Relu().Node("Frobnicate", ["y"], ["z"]).Node("NonMaxSuppression", ["z"], ["u"]).Node("Frobnicate", ["u"], ["v"]).Bytes());
        Assert.Equal("n_z", problem.Node);
        Assert.Contains("'Frobnicate' is not supported, nor are 2 more nodes", problem.Message);
    }

    [Fact]
    public void An_unbound_dimension_says_which_and_how_to_bind_it()
    {
        var model = new OnnxBytes().Input("x", "N", "length").Node("Relu", ["x"], ["y"]).Output("y").Bytes();
        var problem = Refused(model);
        Assert.Contains("N (axis 0 of 'x'), length (axis 1 of 'x')", problem.Message);
        Assert.Contains("--dim N=1", problem.Message);
        Assert.Contains("--batch", problem.Message);
        var options = new LoadOptions { Batch = 2 };
        Assert.Contains("length", Refused(model, options).Message);
        var bound = OnnxLoader.Load(model, options with { Dimensions = options.Dimensions.Add("length", 5) });
        Assert.Equal(new Tensors.Shape(2, 5), bound[bound.Inputs[0]].Shape);
    }

    [Fact]
    public void An_unnamed_dimension_is_bound_by_input_and_axis()
    {
        var model = new OnnxBytes().Input("x", 2, null).Node("Relu", ["x"], ["y"]).Output("y").Bytes();
        Assert.Contains("--dim x:1=1", Refused(model).Message);
        var options = new LoadOptions();
        var bound = OnnxLoader.Load(model, options with { Dimensions = options.Dimensions.Add("x:1", 7) });
        Assert.Equal(new Tensors.Shape(2, 7), bound[bound.Inputs[0]].Shape);
    }

    [Fact]
    public void A_binding_that_matches_nothing_names_what_there_is()
    {
        var options = new LoadOptions();
        options = options with { Dimensions = options.Dimensions.Add("N", 1).Add("M", 2) };
        Assert.Contains("it has N", Refused(new OnnxBytes().Input("x", "N").Node("Relu", ["x"], ["y"]).Output("y").Bytes(), options).Message);
    }

    [Fact]
    public void A_batch_other_than_the_fixed_one_is_refused() => Assert.Contains("batch is fixed", Refused(Relu().Bytes(), new LoadOptions { Batch = 8 }).Message);

    [Fact]
    public void A_shape_computed_at_run_time_is_refused_with_the_operand() =>
        Assert.Contains("'s'", Refused(AddIntegerInput(new OnnxBytes().Input("x", 6).Node("Reshape", ["x", "s"], ["y"]).Output("y"))).Message);

    [Fact]
    public void Operands_that_do_not_fit_name_the_node()
    {
        var problem = Refused(new OnnxBytes().Input("a", 2, 3).Input("b", 4, 5).Node("MatMul", ["a", "b"], ["y"]).Output("y").Bytes());
        Assert.Equal("n_y", problem.Node);
        Assert.Contains("inner extents of [2, 3] and [4, 5] differ", problem.Message);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    public void External_data_outside_the_folder_is_refused(string location) =>
        Assert.Contains("outside the model's folder", Refused(Relu().External("w", [2], location).Bytes()).Message);

    [Fact]
    public void External_data_of_another_length_is_refused() =>
        Assert.Contains("declared with 9", Refused(Relu().External("w", [2], "w.bin", 9).Bytes()).Message);

    [Fact]
    public void Truncated_external_data_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("accelsim");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "w.bin"), new byte[6]);
            File.WriteAllBytes(Path.Combine(folder.FullName, "m.onnx"), Relu().External("w", [2], "w.bin").Bytes());
            var problem = Assert.Throws<ModelException>(() => OnnxLoader.Load(Path.Combine(folder.FullName, "m.onnx")));
            Assert.Contains("needs 8 bytes at 0 of w.bin, which has only 6", problem.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Missing_weights_are_an_error_only_when_values_are_wanted()
    {
        var model = new OnnxBytes().Input("x", 2).External("w", [2], "w.bin").Node("Add", ["x", "w"], ["y"]).Output("y").Bytes();
        var graph = OnnxLoader.Load(model);
        var inputs = new Dictionary<string, Tensors.Tensor> { ["x"] = Tensors.Tensor.Vector(1f, 2f) };
        Assert.Contains("--weights seed:1", Assert.Throws<ModelException>(() => Reference.Interpreter.Run(graph, inputs)).Message);
        Assert.Single(Reference.Interpreter.Run(OnnxLoader.Load(model, new LoadOptions { WeightSeed = 1 }), inputs));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(99)]
    public void Other_operator_sets_are_refused(long opset) => Assert.Contains("operator set " + opset, Refused(Relu().Opset(opset).Bytes()).Message);

    [Theory]
    [InlineData("kernel_shape", new long[] { 0, 3 })]
    [InlineData("kernel_shape", new long[] { 3, 3, 3 })]
    [InlineData("strides", new long[] { 0, 1 })]
    [InlineData("strides", new long[] { long.MinValue, 1 })]
    [InlineData("dilations", new long[] { 1, long.MaxValue })]
    [InlineData("pads", new long[] { -1, 0, 0, 0 })]
    [InlineData("pads", new long[] { long.MaxValue, 0, 0, 0 })]
    [InlineData("pads", new long[] { 1 })]
    public void Hostile_window_attributes_are_refused(string name, long[] values) => Assert.Equal(
        "n_y",
        Refused(new OnnxBytes().Input("x", 1, 1, 8, 8).Input("w", 1, 1, 3, 3).Node("Conv", ["x", "w"], ["y"], OnnxBytes.Ints(name, values)).Output("y").Bytes()).Node);

    [Fact]
    public void A_reshape_to_an_impossible_extent_is_refused() =>
        Assert.Equal("n_y", Refused(new OnnxBytes().Input("x", 6).Integers("s", -1, 4).Node("Reshape", ["x", "s"], ["y"]).Output("y").Bytes()).Node);

    [Fact]
    public void An_index_out_of_range_is_refused()
    {
        var graph = OnnxLoader.Load(new OnnxBytes().Floats("t", [3], 1, 2, 3).Input("x", 1).Node("Cast", ["x"], ["i"], OnnxBytes.Int("to", 7)).Node("Gather", ["t", "i"], ["y"]).Output("y").Bytes());
        var problem = Assert.Throws<ModelException>(() => Reference.Interpreter.Run(graph, new Dictionary<string, Tensors.Tensor> { ["x"] = Tensors.Tensor.Vector(3f) }));
        Assert.Contains("index 3 is out of range", problem.Message);
    }

    private static byte[] AddIntegerInput(OnnxBytes model)
    {
        model.Input("s", 2);
        model.Model.Graph.Input[^1].Type.TensorType.ElemType = 7;
        return model.Bytes();
    }
}
