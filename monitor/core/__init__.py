"""The law: values in, values out."""
